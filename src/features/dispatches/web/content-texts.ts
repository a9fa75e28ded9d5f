import { longDay } from '../../../lib/day.ts'
import { blocksToPlain } from '../../../lib/blocks-text.ts'
import { organisationName, recipientOrgs } from '../rules-recipients.ts'
import type { DispatchContent } from '../shapes.ts'
import type { Question } from '../shapes-questions.ts'
import { readerTexts as texts } from '../texts-web.ts'
import { questionTexts } from '../texts-questions.ts'
import type { Part } from './edit-parts.ts'

/** What is written, part by part, as plain text to lay beside another's. */
export function contentTexts(content: DispatchContent): [Part, string][] {
  const { contact, secrecy } = content
  return [
    ['kind', texts.kinds[content.kind]],
    ['title', lines(content.title, content.caseNumber ?? '')],
    ['letter', blocksToPlain(content.coveringLetter)],
    ['day', content.lastDay === null ? '' : longDay(content.lastDay)],
    ['sections', content.sections.map((one) => lines(`${one.number} ${one.heading}`.trim(), blocksToPlain(one.blocks))).join('\n\n')],
    ['questions', content.questions.map(questionText).join('\n\n')],
    ['recipients', recipientOrgs(content.recipients).map(organisationName).join('\n')],
    [
      'contact',
      lines(
        contact.name,
        contact.phone,
        contact.email,
        content.suggestedFunction,
        content.personalData ? texts.hasPersonalData : texts.noPersonalData,
      ),
    ],
    [
      'secrecy',
      lines(
        texts.classes[content.class],
        secrecy ? texts.secrecyMarking(secrecy.provision, secrecy.date, secrecy.authority) : texts.noSecrecy,
      ),
    ],
    ['others', texts.othersVisible[content.othersVisible]],
  ]
}

const lines = (...parts: string[]) => parts.filter((part) => part !== '').join('\n')

function questionText(question: Question): string {
  const own = lines(`${question.text} (${questionTexts.typeName[question.type]})`, question.help, question.required ? texts.required : '')
  if ('choices' in question) return lines(own, ...question.choices.map(({ text }) => `– ${text}`))
  if (question.type === 'group') return lines(own, question.itemName, ...question.questions.map(({ text }) => `– ${text}`))
  return own
}
