import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { call } from '../../../web/client.ts'
import { forgetAutosaves, useAutosave } from '../../../web/autosave.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { useActingOrg, useGo, usePageParams } from '../../../web/router-hooks.ts'
import { useToday } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog } from '../../../web/ui/Dialog.tsx'
import { LinkButton } from '../../../web/ui/Link.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { SaveState } from '../../../web/ui/SaveState.tsx'
import { dispatchesApi } from '../contract.ts'
import type { DispatchContent, DispatchForSender } from '../shapes.ts'
import { editTexts as texts } from '../texts-edit.ts'
import { BlocksField } from './BlocksField.tsx'
import { EditConflict } from './EditConflict.tsx'
import { missingParts, type Part, partId, partsOf } from './edit-parts.ts'
import { EditFiles } from './EditFiles.tsx'
import { EditClass, EditContact, EditDay, EditKind, EditOthers, EditRecipients, EditTitle } from './EditHead.tsx'
import { EditQuestions } from './EditQuestions.tsx'
import { EditSections } from './EditSections.tsx'
import { EditSecrecy } from './EditSecrecy.tsx'
import { KeptContent } from './kept-content.ts'
import './edit.css'

/** One long calm form for an utskick that is not sent, saved as it is written. */
export function EditDispatchPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const found = useRead(dispatchesApi.find, { params: { dispatchId } })
  return (
    <Loaded query={found}>
      {(dispatch) => (dispatch.head.sentAt === null ? <Editor key={dispatchId} dispatch={dispatch} /> : <AlreadySent id={dispatchId} />)}
    </Loaded>
  )
}

function AlreadySent({ id }: { id: string }) {
  return (
    <Notice kind="info" title={texts.alreadySent}>
      <LinkButton href={paths.dispatch(id)}>{texts.toDispatch}</LinkButton>
    </Notice>
  )
}

function Editor({ dispatch }: { dispatch: DispatchForSender }) {
  const { head, files } = dispatch
  const today = useToday()
  const go = useGo()
  const org = useActingOrg()
  const client = useQueryClient()
  const draft = useAutosave<DispatchContent>({
    field: `${head.id}/content`,
    shape: KeptContent,
    value: dispatch.content,
    version: head.version,
    save: (value, version) => call(dispatchesApi.save, { params: { dispatchId: head.id }, body: value, ifMatch: version }),
    theirs: (details) => details['content'],
  })
  const content = draft.value
  const [stopped, setStopped] = useState<string>()
  // Two fields may report at nearly the same time; each change builds on the latest, not on the one that was drawn.
  const latest = useRef(content)
  useEffect(() => {
    latest.current = content
  }, [content])
  const set = (patch: Partial<DispatchContent>) => {
    setStopped(undefined)
    latest.current = { ...latest.current, ...patch }
    draft.setValue(latest.current)
  }
  // A reason on the check page leads here, to its part.
  useEffect(() => {
    const target = document.getElementById(location.hash.slice(1))
    // After the frame has moved focus to the title of a new page.
    const timer = setTimeout(() => {
      target?.scrollIntoView()
      target?.focus({ preventScroll: true })
    })
    return () => clearTimeout(timer)
  }, [])
  // Fields that hold a text of their own are drawn anew when another's content is taken.
  const [taken, setTaken] = useState(0)
  const choose = (choice: 'mine' | 'theirs') => {
    draft.resolve(choice)
    setTaken(taken + 1)
  }
  const formBox = useRef<HTMLDivElement>(null)
  const check = async () => {
    const stop = whatStops(formBox.current)
    setStopped(stop?.words)
    if (stop) return focusOn(stop.place)
    if (!(await draft.flush())) return
    await client.invalidateQueries({ queryKey: [org] })
    go(paths.checkDispatch(head.id))
  }
  const missing = missingParts(content, today)
  const isNumberMissing = content.title.trim() !== '' && !content.caseNumber?.trim()
  const parts = partsOf(content.kind)
  const form = {
    kind: <EditKind content={content} onChange={set} />,
    title: <EditTitle content={content} onChange={set} />,
    letter: (
      <BlocksField
        label={texts.letter}
        labelHidden
        name="letter"
        hint={texts.letterHint}
        rows={10}
        value={content.coveringLetter}
        onChange={(coveringLetter) => set({ coveringLetter })}
      />
    ),
    day: <EditDay content={content} onChange={set} />,
    sections: <EditSections sections={content.sections} onChange={(sections) => set({ sections })} />,
    questions: <EditQuestions questions={content.questions} onChange={(questions) => set({ questions })} />,
    files: <EditFiles dispatchId={head.id} files={files} />,
    recipients: <EditRecipients content={content} onChange={set} />,
    contact: <EditContact content={content} onChange={set} />,
    secrecy: (
      <>
        <EditClass content={content} onChange={set} />
        <EditSecrecy content={content} onChange={set} />
      </>
    ),
    others: <EditOthers content={content} onChange={set} />,
  } satisfies Record<Part, ReactNode>

  return (
    <>
      <PageHead
        title={content.title || texts.titleUntitled}
        back={{ href: paths.secretariat(), text: texts.back }}
        state={texts.state(parts.filter((part) => missing.has(part)).length)}
      />
      {draft.theirs && (
        <div id="edit-conflict" tabIndex={-1}>
          <EditConflict mine={content} theirs={draft.theirs.value} onChoose={choose} />
        </div>
      )}
      <div className="edit-page">
        <nav className="edit-parts" aria-label={texts.parts}>
          <ol>
            {parts.map((part) => (
              <li key={part}>
                <a href={`#${partId(part)}`}>{texts.part[part]}</a>
                {missing.has(part) && (
                  <span className="careful small">
                    {' '}
                    {part === 'title' && isNumberMissing ? texts.caseNumberMissing : texts.partMissing}
                  </span>
                )}
              </li>
            ))}
          </ol>
        </nav>
        <div className="edit-form" key={taken} ref={formBox}>
          {parts.map((part) => (
            <section key={part} aria-labelledby={partId(part)}>
              <h2 id={partId(part)} tabIndex={-1}>
                {texts.part[part]}
              </h2>
              {form[part]}
            </section>
          ))}
          <RemoveDraft id={head.id} />
        </div>
      </div>
      {/* Seen wherever one writes in the long form. */}
      <div className="row bottom-bar">
        {stopped !== undefined && (
          <span role="alert" className="careful">
            {stopped}
          </span>
        )}
        <SaveState status={draft.status} />
        {draft.theirs && <a href="#edit-conflict">{texts.conflictShow}</a>}
        <Button kind="primary" onPress={check}>
          {texts.check}
        </Button>
      </div>
    </>
  )
}

/**
 * What would be lost by going on: a text that is no number or day counts as empty, and only its field knows that it stands there; a file
 * that was refused or is on its way is in its list alone.
 */
function whatStops(form: HTMLElement | null): { place: HTMLElement; words: string } | undefined {
  const faulty = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  if (faulty) return { place: faulty, words: texts.checkFaulty }
  const file = form?.querySelector<HTMLElement>('.files :is(.refused, .uploading) button')
  return file ? { place: file, words: texts.checkFiles } : undefined
}

function focusOn(place: HTMLElement): void {
  place.focus({ preventScroll: true })
  place.scrollIntoView({ block: 'center' })
}

function RemoveDraft({ id }: { id: string }) {
  const go = useGo()
  const remove = useCommand(dispatchesApi.remove)
  const [isAsking, setAsking] = useState(false)
  const confirm = async () => {
    if (!(await remove.run({ params: { dispatchId: id } }))) return
    forgetAutosaves(`${id}/`)
    go(paths.secretariat())
  }
  return (
    <>
      <Button kind="quiet" onPress={() => setAsking(true)}>
        {texts.remove}
      </Button>
      <Dialog
        open={isAsking}
        title={texts.removeTitle}
        onClose={() => setAsking(false)}
        actions={
          <Button kind="danger" onPress={confirm}>
            {texts.remove}
          </Button>
        }
      >
        <p>{texts.removeWords}</p>
        {remove.problem !== undefined && <Notice kind="error" title={remove.problem} />}
      </Dialog>
    </>
  )
}
