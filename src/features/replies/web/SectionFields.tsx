import { lazy, Suspense } from 'react'
import type { SectionText } from '../../../lib/blocks.ts'
import { blocksToPlain } from '../../../lib/blocks-text.ts'
import { BlocksView } from '../../../web/ui/BlocksView.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { EMPTY_SECTION_ANSWER } from '../rules-draft.ts'
import { SectionAnswer, STANCES } from '../shapes.ts'
import { texts } from '../texts-web.ts'
import { useDraftField } from './draft.tsx'
import { ConflictNotice } from './ConflictNotice.tsx'

const Diff = lazy(async () => ({ default: (await import('../../../web/ui/Diff.tsx')).Diff }))

const stanceChoices = STANCES.map((value) => ({ value, label: texts.stances[value] }))

/** One avsnitt to the left, the region's answer to the right. */
export function SectionFields({ section }: { section: SectionText }) {
  const field = useDraftField(`section:${section.id}`, EMPTY_SECTION_ANSWER, SectionAnswer, true)
  const answer = field.value
  const name = [section.number, section.heading].filter(Boolean).join(' ')
  const original = blocksToPlain(section.blocks)
  const change = (patch: Partial<SectionAnswer>) => field.setValue({ ...answer, ...patch })

  return (
    <section className="answer-part" id={`del-${section.id}`} aria-labelledby={`rubrik-${section.id}`}>
      <div className="answer-asked">
        <h3 id={`rubrik-${section.id}`}>{name}</h3>
        <BlocksView blocks={section.blocks} />
      </div>
      <div className="answer-given">
        <ConflictNotice field={field} show={sectionAsText} />
        <RadioGroup
          name={`stance-${section.id}`}
          label={texts.answer.sectionStance(section.number || section.heading, section.number !== '')}
          choices={stanceChoices}
          value={answer.stance}
          onChange={(stance) => change({ stance })}
        />
        <TextArea
          name={`remark-${section.id}`}
          label={texts.answer.remark}
          value={answer.remark}
          onChange={(remark) => change({ remark })}
          rows={3}
        />
        {answer.wording === null ? (
          <Button kind="quiet" small onPress={() => change({ wording: original })}>
            {texts.answer.proposeWording}
          </Button>
        ) : (
          <>
            <TextArea
              name={`wording-${section.id}`}
              label={texts.answer.wording}
              hint={texts.answer.wordingHint}
              value={answer.wording}
              onChange={(wording) => change({ wording })}
              rows={5}
            />
            {answer.wording !== original && (
              <Suspense fallback={null}>
                <Diff
                  before={original}
                  after={answer.wording}
                  title={texts.answer.difference}
                  names={[texts.answer.before, texts.answer.after]}
                />
              </Suspense>
            )}
            <Button kind="quiet" small onPress={() => change({ wording: null })}>
              {texts.answer.dropWording}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}

function sectionAsText(answer: SectionAnswer): string {
  return [answer.stance ? texts.stances[answer.stance] : '', answer.remark, answer.wording ?? ''].filter(Boolean).join('\n\n')
}
