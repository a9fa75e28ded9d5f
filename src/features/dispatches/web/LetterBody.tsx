import { texts as webTexts } from '../../../web/texts.ts'
import type { LetterView } from '../shapes.ts'
import { Subject } from './Subject.tsx'
import { mailTexts } from '../texts-web.ts'
import { sendTexts as texts } from '../texts-send.ts'

/** A letter as a mail program without pictures shows it: the body that every registry can keep. */
export function LetterBody({ letter }: { letter: LetterView }) {
  return (
    <div className="letter">
      <p>
        <span className="soft">{texts.subject}: </span>
        <strong>
          <Subject text={letter.subject} />
        </strong>
      </p>
      <div className="letter-text" role="group" aria-label={mailTexts.asText}>
        {letter.text}
      </div>
      {letter.attachments.length > 0 && (
        <>
          <p className="letter-files">{texts.attachments}</p>
          <ul>
            {letter.attachments.map(({ name, size, attached }) => (
              <li key={name}>
                {name}{' '}
                <span className="soft">
                  {webTexts.size(size)}, {attached ? texts.attached : texts.linked}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
