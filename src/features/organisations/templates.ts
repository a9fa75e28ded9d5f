import { type Letter, letterOf } from '../../lib/letter.ts'
import { codeLetterTexts as texts } from './texts-sign-in.ts'

/** The letter with a sign-in code. The code is not in the subject, which shows on locked screens. */
export function codeLetter(code: string, publicUrl: string): Letter {
  const host = publicUrl.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return letterOf({
    subject: texts.subject,
    from: texts.from,
    title: texts.title(host),
    parts: [
      { type: 'text', content: [{ text: `${code.slice(0, 3)} ${code.slice(3)}`, bold: true }] },
      { type: 'text', content: [{ text: texts.valid }] },
      { type: 'text', content: [{ text: texts.never }] },
    ],
    footer: texts.footer,
  })
}
