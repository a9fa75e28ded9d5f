import { isAnswered } from '../../dispatches/rules-questions.ts'
import { emptyAnswer } from '../../dispatches/rules-questions.ts'
import { Answer, type Question } from '../../dispatches/shapes-questions.ts'
import type { SectionText } from '../../../lib/blocks.ts'
import { EMPTY_SECTION_ANSWER, isSectionAnswered } from '../rules-draft.ts'
import { SectionAnswer } from '../shapes.ts'
import type { DispatchForRecipient } from '../shapes-desk.ts'
import { texts } from '../texts-web.ts'
import { useDraftField } from './draft.tsx'

const words = texts.answer

/** The parts of the answer, each with whether something is filled in. */
export function PartsNav({ data }: { data: DispatchForRecipient }) {
  return (
    <nav aria-label={words.parts} className="answer-nav">
      <ol className="plain-list">
        {data.sections.map((section) => (
          <SectionLine key={section.id} section={section} />
        ))}
        {data.questions.map((question, place) => (
          <QuestionLine key={question.id} question={question} number={place + 1} />
        ))}
      </ol>
    </nav>
  )
}

function SectionLine({ section }: { section: SectionText }) {
  const { value } = useDraftField(`section:${section.id}`, EMPTY_SECTION_ANSWER, SectionAnswer, true)
  return <Line id={section.id} name={[section.number, section.heading].filter(Boolean).join(' ')} isFilled={isSectionAnswered(value)} />
}

function QuestionLine({ question, number }: { question: Question; number: number }) {
  const { value } = useDraftField<Answer>(`question:${question.id}`, emptyAnswer(question), Answer)
  return <Line id={question.id} name={words.numbered(number, question.text)} isFilled={isAnswered(question, value)} />
}

function Line({ id, name, isFilled }: { id: string; name: string; isFilled: boolean }) {
  return (
    <li>
      <a href={`#del-${id}`}>
        <span>{name}</span>
      </a>
      <span className={isFilled ? 'part-state filled' : 'part-state'}>{isFilled ? words.partFilled : words.partEmpty}</span>
    </li>
  )
}
