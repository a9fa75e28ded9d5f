import { useRef, useState } from 'react'
import { longDay } from '../../../lib/day.ts'
import type { Day } from '../../../lib/day.ts'
import { type OrgCode } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { useToday } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { Form } from '../../../web/ui/Form.tsx'
import { LinkButton } from '../../../web/ui/Link.tsx'
import { SidePanel } from '../../../web/ui/SidePanel.tsx'
import { Moment } from '../../../web/ui/Small.tsx'
import { Facts } from '../../../web/ui/Table.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dispatchesApi } from '../contract.ts'
import { type DispatchState, signsOf } from '../rules.ts'
import { kindOf } from '../rules-kinds.ts'
import { organisationName } from '../rules-recipients.ts'
import type { RecipientFacts, SlotEvent } from '../shapes.ts'
import { texts as eventTexts } from '../texts.ts'
import { slotTexts as texts } from '../texts-web.ts'
import { matrixTexts } from '../texts-overview.ts'
import { SlotSign, slotLook } from './SlotLook.tsx'
import { useMayWrite } from './office-roles.ts'
import './slots.css'

type SlotPanelProps = { dispatch: DispatchState & { id: string; title: string }; org: OrgCode; onClose: () => void }

/** All that is known of one organisation's slot, each fact with its time, and what kansliet can do about it. */
export function SlotPanel({ dispatch, org, onClose }: SlotPanelProps) {
  const slot = useRead(dispatchesApi.slot, { params: { dispatchId: dispatch.id, slotOrg: org } })
  const today = useToday()
  return (
    <SidePanel title={matrixTexts.panel(organisationName(org), dispatch.title)} onClose={onClose}>
      <Loaded query={slot}>
        {({ facts, caseNumbers, events }) => (
          <>
            <p>
              <SlotSign look={slotLook(dispatch, signsOf(facts), today)} />
            </p>
            <SlotActions dispatch={dispatch} facts={facts} />
            <SlotFacts facts={facts} caseNumbers={caseNumbers} hasAnswers={kindOf(dispatch.kind).hasAnswers} />
            <SlotEvents events={events} />
          </>
        )}
      </Loaded>
    </SidePanel>
  )
}

function SlotFacts({ facts, caseNumbers, hasAnswers }: { facts: RecipientFacts; caseNumbers: readonly string[]; hasAnswers: boolean }) {
  const moment = (at: string | null, more = '') =>
    at === null ? null : (
      <>
        <Moment at={at} />
        {more !== '' && `, ${more}`}
      </>
    )
  const isUnconfirmed = facts.answeredAt !== null && facts.answeredHow !== 'platform' && facts.confirmedAt === null
  return (
    <Facts
      items={[
        [texts.facts.address, facts.address ?? texts.noAddress],
        [texts.facts.delivered, moment(facts.deliveredAt)],
        [texts.facts.bounced, moment(facts.bouncedAt)],
        [texts.facts.opened, moment(facts.openedAt)],
        [texts.facts.received, moment(facts.receivedAt, facts.receivedHow ? texts.receivedHow[facts.receivedHow] : '') ?? texts.notYet],
        [texts.facts.caseNumbers, caseNumbers.length > 0 ? caseNumbers.join(', ') : texts.noNumber],
        [texts.facts.drafting, moment(facts.draftingAt)],
        [texts.facts.decided, moment(facts.decidedAt)],
        [
          texts.facts.answered,
          hasAnswers && (moment(facts.answeredAt, facts.answeredHow ? texts.answeredHow[facts.answeredHow] : '') ?? texts.notYet),
        ],
        [texts.facts.confirmed, isUnconfirmed ? texts.notConfirmed : moment(facts.confirmedAt)],
        [texts.facts.extended, facts.extendedTo && longDay(facts.extendedTo)],
        [texts.facts.reminded, moment(facts.remindedAt, texts.reminders(facts.reminders))],
      ]}
    />
  )
}

function SlotEvents({ events }: { events: readonly SlotEvent[] }) {
  return (
    <section>
      <h3>{texts.events}</h3>
      <ol className="events">
        {events.map((event, place) => (
          <li key={`${event.at} ${place}`}>
            <Moment at={event.at} />
            <br />
            {eventTexts.event[event.what](event.detail)}
            <span className="soft">, {event.who ?? texts.system}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

type Task = 'extend' | 'note'

function SlotActions({ dispatch, facts }: { dispatch: SlotPanelProps['dispatch']; facts: RecipientFacts }) {
  const mayWrite = useMayWrite()
  const [task, setTask] = useState<Task>()
  const [saved, setSaved] = useState(false)
  const hasAnswers = kindOf(dispatch.kind).hasAnswers
  const toggle = (next: Task) => {
    setSaved(false)
    setTask(task === next ? undefined : next)
  }
  const box = useRef<HTMLDivElement>(null)
  const finish = () => {
    // The form goes away with what has focus in it.
    box.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus()
    setTask(undefined)
    setSaved(true)
  }
  return (
    <div className="slot-actions" ref={box}>
      {facts.replyId !== null && (
        <LinkButton kind="primary" href={paths.receivedReply(dispatch.id, facts.replyId)}>
          {texts.openAnswer}
        </LinkButton>
      )}
      {mayWrite && dispatch.recalledAt === null && (
        <>
          {hasAnswers && <LinkButton href={paths.received(dispatch.id, facts.org)}>{texts.enterOnBehalf}</LinkButton>}
          {hasAnswers && facts.answeredAt === null && (
            <Button aria-expanded={task === 'extend'} onPress={() => toggle('extend')}>
              {texts.extend}
            </Button>
          )}
          <Button aria-expanded={task === 'note'} onPress={() => toggle('note')}>
            {texts.noteReceipt}
          </Button>
          {facts.bouncedAt !== null && facts.deliveredAt === null && <ResendButton dispatchId={dispatch.id} org={facts.org} />}
          {task === 'extend' && <ExtendForm dispatchId={dispatch.id} facts={facts} onDone={finish} />}
          {task === 'note' && <NoteForm dispatchId={dispatch.id} org={facts.org} onDone={finish} />}
        </>
      )}
      <p role="status">{saved && texts.saved}</p>
    </div>
  )
}

function ExtendForm({ dispatchId, facts, onDone }: { dispatchId: string; facts: RecipientFacts; onDone: () => void }) {
  const extend = useCommand(dispatchesApi.extend)
  const [to, setTo] = useState<Day | null>(facts.extendedTo)
  const [asked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (to !== null && (await extend.run({ params: { dispatchId, slotOrg: facts.org }, body: { to } }))) onDone()
  }
  return (
    <Form onSubmit={submit}>
      <DayField
        label={texts.extendTo}
        name="extend-to"
        value={to}
        onChange={setTo}
        workingDay
        error={extend.problem ?? (asked && to === null ? texts.extendMissing : undefined)}
      />
      <Button type="submit" kind="primary" busy={extend.busy}>
        {texts.extendSave}
      </Button>
    </Form>
  )
}

function ResendButton({ dispatchId, org }: { dispatchId: string; org: OrgCode }) {
  const resend = useCommand(dispatchesApi.resend)
  return (
    <>
      <Button busy={resend.busy} onPress={() => resend.run({ params: { dispatchId, slotOrg: org } })}>
        {texts.resend}
      </Button>
      <p role="status">{resend.problem ?? (resend.done && texts.resent)}</p>
    </>
  )
}

const NOTED_HOW = ['mail', 'automatic-reply', 'telephone', 'letter'] as const

function NoteForm({ dispatchId, org, onDone }: { dispatchId: string; org: OrgCode; onDone: () => void }) {
  const note = useCommand(dispatchesApi.noteReceipt)
  const [how, setHow] = useState<(typeof NOTED_HOW)[number]>('mail')
  const [number, setNumber] = useState('')
  const submit = async () => {
    const caseNumber = number.trim() === '' ? null : number.trim()
    if (await note.run({ params: { dispatchId, slotOrg: org }, body: { how, caseNumber } })) onDone()
  }
  return (
    <Form onSubmit={submit}>
      <RadioGroup
        label={texts.noteReceiptHow}
        name="note-how"
        value={how}
        choices={NOTED_HOW.map((value) => ({ value, label: texts.receivedHow[value] }))}
        onChange={setHow}
      />
      <TextField
        label={texts.noteReceiptNumber}
        name="note-number"
        hint={texts.noteReceiptHint}
        value={number}
        onChange={setNumber}
        maxLength={60}
        width="half"
        error={note.problem}
      />
      <Button type="submit" kind="primary" busy={note.busy}>
        {texts.noteReceiptSave}
      </Button>
    </Form>
  )
}
