import { useState } from 'react'
import { blocksByteLength, type SectionText } from '../../../lib/blocks.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { focusField } from '../../../web/ui/Form.tsx'
import { TextArea, TextField } from '../../../web/ui/TextField.tsx'
import { editTexts as texts } from '../texts-edit.ts'
import { BlocksField } from './BlocksField.tsx'
import { ListTools, moved, type Undo, UndoNotice } from './ListTools.tsx'
import { newId } from './new-id.ts'

type EditSectionsProps = { sections: readonly SectionText[]; onChange: (sections: SectionText[]) => void }

/** The text that others answer, avsnitt by avsnitt: pasted whole and split by its own headings, or written one by one. */
export function EditSections({ sections, onChange }: EditSectionsProps) {
  const [openId, setOpenId] = useState<string>()
  const [undo, setUndo] = useState<Undo>()
  const [said, setSaid] = useState('')
  const change = (next: SectionText[]) => {
    setUndo(undefined)
    onChange(next)
  }
  const restore = (to: readonly SectionText[]) => () => {
    setUndo(undefined)
    onChange([...to])
  }
  const remove = (section: SectionText) => {
    onChange(sections.filter(({ id }) => id !== section.id))
    setUndo({ words: texts.removed(nameOf(section)), undo: restore(sections) })
  }
  const add = () => {
    const section: SectionText = { id: newId(), number: nextNumber(sections), heading: '', blocks: [], originSectionId: null }
    change([...sections, section])
    setOpenId(section.id)
    requestAnimationFrame(() => focusField(`section-heading-${section.id}`))
  }
  const take = (added: SectionText[], words: string) => {
    onChange([...sections, ...added])
    setUndo({ words, undo: restore(sections) })
  }
  return (
    <>
      <p>{texts.sectionsCount(sections.length)}</p>
      <UndoNotice undo={undo} />
      <p role="status" className="for-ears">
        {said}
      </p>
      <ol className="edit-list">
        {sections.map((section, place) => (
          <li key={section.id}>
            <div className="edit-line">
              <span>
                <strong>{nameOf(section)}</strong> <span className="soft small">{lengthOf(section)}</span>
              </span>
              <ListTools
                name={nameOf(section)}
                id={section.id}
                place={place}
                count={sections.length}
                isOpen={openId === section.id}
                onToggle={() => setOpenId(openId === section.id ? undefined : section.id)}
                onMove={(to) => {
                  change(moved(sections, place, to))
                  setSaid(texts.moved(nameOf(section), to + 1))
                }}
                onRemove={() => remove(section)}
              />
            </div>
            {openId === section.id && (
              <SectionFields
                section={section}
                onChange={(patch) => change(sections.map((one) => (one.id === section.id ? { ...one, ...patch } : one)))}
              />
            )}
          </li>
        ))}
      </ol>
      <div className="stack">
        <Button onPress={add}>{texts.addSection}</Button>
        <PasteSections isFirst={sections.length === 0} onTake={take} />
      </div>
    </>
  )
}

function nameOf({ number, heading }: SectionText): string {
  return [number, heading].filter((part) => part !== '').join(' ') || texts.sectionNameless
}

function lengthOf({ blocks }: SectionText): string {
  const length = blocksByteLength(blocks)
  return length === 0 ? texts.sectionEmpty : texts.sectionLength(length)
}

/** "4" after "3" or "3.2"; nothing when the author does not count that way. */
function nextNumber(sections: readonly SectionText[]): string {
  if (sections.length === 0) return '1'
  const last = /^\d+/.exec(sections.at(-1)?.number ?? '')
  return last ? String(Number(last[0]) + 1) : ''
}

function SectionFields({ section, onChange }: { section: SectionText; onChange: (patch: Partial<SectionText>) => void }) {
  const isNameless = section.number.trim() === '' && section.heading.trim() === ''
  return (
    <div className="edit-fields">
      <div className="edit-pair">
        <TextField
          label={texts.sectionNumber}
          name={`section-number-${section.id}`}
          width="short"
          value={section.number}
          onChange={(number) => onChange({ number })}
        />
        <TextField
          label={texts.sectionHeading}
          name={`section-heading-${section.id}`}
          value={section.heading}
          onChange={(heading) => onChange({ heading })}
          error={isNameless ? texts.sectionNeedsName : undefined}
        />
      </div>
      <BlocksField
        label={texts.sectionText}
        name={`section-text-${section.id}`}
        value={section.blocks}
        onChange={(blocks) => onChange({ blocks })}
      />
    </div>
  )
}

function PasteSections({ isFirst, onTake }: { isFirst: boolean; onTake: (sections: SectionText[], words: string) => void }) {
  const [isOpen, setOpen] = useState(isFirst)
  const [text, setText] = useState('')
  const split = async () => {
    if (text.trim() === '') return focusField('sections-paste')
    const { parseSections, titleOf } = await import('../../../lib/blocks-parse.ts')
    const { sections, preamble } = parseSections(text, newId)
    const first = { id: newId(), number: '', originSectionId: null }
    if (sections.length === 0) {
      onTake([{ ...first, heading: texts.wholeText, blocks: preamble }], texts.sectionsNoHeadings)
    } else {
      // The title of the whole is the subject of the dispatch, and no section to answer.
      const { title, rest } = titleOf(preamble)
      const words = [texts.sectionsFound(sections.length)]
      if (rest.length > 0) words.push(texts.sectionsPreamble)
      else if (title !== undefined) words.push(texts.sectionsTitle(title))
      onTake(rest.length > 0 ? [{ ...first, heading: title ?? texts.introduction, blocks: rest }, ...sections] : sections, words.join(' '))
    }
    setText('')
    setOpen(false)
  }
  if (!isOpen) {
    return (
      <div>
        <Button onPress={() => setOpen(true)}>{isFirst ? texts.sectionsPaste : texts.sectionsMore}</Button>
      </div>
    )
  }
  return (
    <div className="edit-fields">
      <TextArea label={texts.sectionsPaste} name="sections-paste" hint={texts.sectionsPasteHint} rows={8} value={text} onChange={setText} />
      <Button onPress={split}>{texts.sectionsSplit}</Button>
    </div>
  )
}
