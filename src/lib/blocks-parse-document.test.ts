import { describe, expect, test } from 'vitest'
import { parseBlocks, parseSections, titleOf } from './blocks-parse.ts'
import { blocksToPlain } from './blocks-text.ts'

const newId = () => crypto.randomUUID()
const lines = (...all: string[]) => all.join('\n')
const sectionsOf = (text: string) => parseSections(text, newId)
const namesOf = (text: string) => sectionsOf(text).sections.map((section) => `${section.number}|${section.heading}`)

describe('the numbers of pages', () => {
  test.each(['3 (7)', '3(7)', 'Sida 3 av 7', 'Sida 3 (7)', 'Sida 3/7', 'sid. 3', 'Sidan 3'])(
    '"%s" on a line of its own is gone',
    (number) => {
      const { sections } = sectionsOf(
        lines('1 Ansvar', 'Regionen ansvarar för', '', number, '', 'sin egen plan.', '', number, '', 'Kansliet samordnar.'),
      )
      expect(sections[0]?.blocks.map((block) => blocksToPlain([block]))).toEqual([
        'Regionen ansvarar för sin egen plan.',
        'Kansliet samordnar.',
      ])
    },
  )

  test.each(['8 (7)', 'Se sida 3', '3 (a)', '3 av 7', '3', 'Sida 3 av planen'])('"%s" is text', (line) => {
    const { sections } = sectionsOf(lines('1 Ansvar', 'Text.', '', line))
    expect(blocksToPlain(sections[0]?.blocks ?? [])).toContain(line)
  })

  test('what somebody writes in a field stays, also when it is nothing else', () => {
    expect(parseBlocks('3 (7)', newId).map((block) => blocksToPlain([block]))).toEqual(['3 (7)'])
  })
})

describe('the title of a text', () => {
  const body = lines('1 Inledning', 'Den här planen beskriver samverkan.', '2 Syfte', 'Syftet är att samverka.')

  test('right above the first heading is not read on into it', () => {
    expect(namesOf(lines('Regional plan för försörjning', body))).toEqual(['1|Inledning', '2|Syfte'])
    expect(namesOf(lines('Regional plan', 'Remissversion', body))).toEqual(['1|Inledning', '2|Syfte'])
  })

  test('is told from the text that comes after it', () => {
    const read = (text: string) => {
      const { title, rest } = titleOf(sectionsOf(lines(text, '', body)).preamble)
      return [title, blocksToPlain(rest)]
    }
    expect(read('Regional plan')).toEqual(['Regional plan', ''])
    expect(read(lines('Regional plan', 'Remissversion', '', 'Planen gäller alla.'))).toEqual([
      'Regional plan',
      'Remissversion\n\nPlanen gäller alla.',
    ])
    expect(read('Planen gäller alla.')).toEqual([undefined, 'Planen gäller alla.'])
    expect(titleOf([])).toEqual({ title: undefined, rest: [] })
  })
})
