import type { Block, SectionText } from '../../../lib/blocks.ts'
import { longDay } from '../../../lib/day.ts'
import { downloadHref } from '../../../web/client.ts'
import { receiptFiles } from '../../../web/paths.ts'
import { useActingOrg } from '../../../web/router-hooks.ts'
import { BlocksView } from '../../../web/ui/BlocksView.tsx'
import { Facts } from '../../../web/ui/Table.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { texts as webTexts } from '../../../web/texts.ts'
import { dispatchesApi } from '../contract.ts'
import { numberedFiles } from '../rules-attachments.ts'
import type { Correction, DispatchFile, DispatchHead } from '../shapes.ts'
import type { Question } from '../shapes-questions.ts'
import { questionTexts } from '../texts-questions.ts'
import { readerTexts as texts } from '../texts-web.ts'

type Readable = {
  head: DispatchHead
  coveringLetter: readonly Block[]
  sections: readonly SectionText[]
  questions: readonly Question[]
  files: readonly DispatchFile[]
  corrections: readonly Correction[]
}

/** An utskick to be read, whole, as both sender and recipient see it. Its parts below can be had one by one. */
export function DispatchReader({ head, coveringLetter, sections, questions, files, corrections }: Readable) {
  return (
    <article>
      <CorrectionsView dispatchId={head.id} corrections={corrections} />
      <DispatchFacts head={head} />
      {coveringLetter.length > 0 && (
        <section aria-labelledby="reader-letter" className="measure">
          <h2 id="reader-letter">{texts.coveringLetter}</h2>
          <BlocksView blocks={coveringLetter} />
        </section>
      )}
      <FilesView dispatchId={head.id} files={files} corrections={corrections} />
      {sections.length > 0 && (
        <section aria-labelledby="reader-sections" className="measure">
          <h2 id="reader-sections">{texts.sections}</h2>
          {sections.map((section) => (
            <SectionView key={section.id} section={section} />
          ))}
        </section>
      )}
      {questions.length > 0 && (
        <section aria-labelledby="reader-questions" className="measure">
          <h2 id="reader-questions">{texts.questions}</h2>
          {questions.map((question, place) => (
            <QuestionView key={question.id} question={question} number={place + 1} />
          ))}
        </section>
      )}
    </article>
  )
}

/** Who sent what, by when it is to be answered, and how it may be handled. */
export function DispatchFacts({ head }: { head: DispatchHead }) {
  const { contact, secrecy } = head
  return (
    <Facts
      items={[
        [texts.kind, texts.kinds[head.kind]],
        [texts.caseNumber, head.caseNumber],
        [texts.lastDay, head.lastDay ? longDay(head.lastDay) : texts.noLastDay],
        ...(head.sentAt ? [[texts.sentAt, <Moment key="sent" at={head.sentAt} />] as const] : []),
        [texts.contact, [contact.name, contact.phone, contact.email].filter((part) => part !== '').join(', ') || null],
        [texts.suggestedFunction, head.suggestedFunction || null],
        [texts.personalData, head.personalData ? texts.hasPersonalData : texts.noPersonalData],
        [texts.class, texts.classes[head.class]],
        [texts.secrecy, secrecy ? texts.secrecyMarking(secrecy.provision, secrecy.date, secrecy.authority) : texts.noSecrecy],
        [texts.others, texts.othersVisible[head.othersVisible]],
      ]}
    />
  )
}

/** What has changed since it was sent, newest first. Nothing when nothing has. */
export function CorrectionsView({ dispatchId, corrections }: { dispatchId: string; corrections: readonly Correction[] }) {
  const org = useActingOrg()
  if (corrections.length === 0) return null
  return (
    <section aria-labelledby="reader-corrections" className="measure">
      <h2 id="reader-corrections">{texts.corrections}</h2>
      {corrections
        .toSorted((one, other) => other.number - one.number)
        .map((correction) => (
          <div key={correction.id}>
            <h3>
              {texts.correctionHead(correction.number)}, <Moment at={correction.madeAt} />
            </h3>
            <p className="prewrap">{correction.text}</p>
            {correction.newLastDay && <p>{texts.newLastDay(correction.oldLastDay, correction.newLastDay)}</p>}
            <p>
              <a href={receiptFiles.correction(org, dispatchId, correction.number, 'pdf')}>{texts.correctionReceipt(correction.number)}</a>
            </p>
          </div>
        ))}
    </section>
  )
}

type FilesViewProps = { dispatchId: string; files: readonly DispatchFile[]; corrections: readonly Correction[] }

/** The files to download, by bilaga number. One that a correction has replaced stays under the one that took its place. */
export function FilesView({ dispatchId, files, corrections }: FilesViewProps) {
  if (files.length === 0) return null
  const correctionOf = (file: DispatchFile) => corrections.find(({ id }) => id === file.correctionId)
  return (
    <section aria-labelledby="reader-files">
      <h2 id="reader-files">{texts.files}</h2>
      <ul className="plain-list measure">
        {numberedFiles(files).map(({ file, number }) => {
          const correction = correctionOf(file)
          return (
            <li key={file.id}>
              <FileLink dispatchId={dispatchId} file={file} number={number} />
              {file.role === 'original' && <span className="soft">, {texts.original}</span>}
              {correction && <span className="soft">, {texts.newInCorrection(correction.number)}</span>}
              {earlierFiles(files, file).map((earlier) => (
                <div key={earlier.id} className="small">
                  {texts.replaces} <FileLink dispatchId={dispatchId} file={earlier} number={number} />
                </div>
              ))}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function FileLink({ dispatchId, file, number }: { dispatchId: string; file: DispatchFile; number: number }) {
  return (
    <>
      <span className="soft">{texts.attachment(number)}: </span>
      <a href={downloadHref(dispatchesApi.file, { params: { dispatchId, fileId: file.id } })} download>
        {file.name}
      </a>{' '}
      <span className="soft">{webTexts.size(file.size)}</span>
    </>
  )
}

/** What a file has replaced, the latest first. */
function earlierFiles(files: readonly DispatchFile[], file: DispatchFile): DispatchFile[] {
  const before = files.find(({ id }) => id === file.replacesId)
  return before ? [before, ...earlierFiles(files, before)] : []
}

/** One avsnitt with the author's own number. */
export function SectionView({ section, level = 3 }: { section: SectionText; level?: 2 | 3 | 4 }) {
  const Heading = `h${level}` as const
  return (
    <section>
      <Heading id={`avsnitt-${section.id}`}>{[section.number, section.heading].filter((part) => part !== '').join(' ')}</Heading>
      <BlocksView blocks={section.blocks} />
    </section>
  )
}

/** One question as it is asked, with how it is answered. */
export function QuestionView({ question, number }: { question: Question; number: number }) {
  return (
    <div>
      <h3>
        {texts.questionNumber(number)}. {question.text}
      </h3>
      {question.help !== '' && <p className="prewrap">{question.help}</p>}
      <p className="soft small">{[howAnswered(question), question.required ? texts.required : texts.voluntary].join(', ')}</p>
      {'choices' in question && (
        <ul>
          {question.choices.map((choice) => (
            <li key={choice.id}>{choice.text}</li>
          ))}
        </ul>
      )}
      {question.type === 'group' && (
        <ul>
          {question.questions.map((part) => (
            <li key={part.id}>
              {part.text} <span className="soft small">{howAnswered(part)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** How a question is answered, in a few words: its type, unit and bounds. */
export function howAnswered(question: Question): string {
  const parts = [questionTexts.typeName[question.type]]
  if (question.type === 'whole-number' && question.unit !== '') parts.push(texts.unit(question.unit))
  if ('least' in question && (question.least !== null || question.most !== null)) parts.push(texts.bounds(question.least, question.most))
  if (question.type === 'group') parts.push(texts.upTo(question.most, question.itemName))
  return parts.join(', ')
}
