import { useState } from 'react'
import type { Day } from '../../../lib/day.ts'
import { useCommand } from '../../../web/queries.tsx'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { Dialog } from '../../../web/ui/Dialog.tsx'
import { ErrorSummary, type FieldFault, Form } from '../../../web/ui/Form.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { organisationsApi } from '../contract.ts'
import type { Mandate, Person } from '../shapes.ts'
import { texts } from '../texts.ts'
import { personTexts as words } from '../texts-web.ts'
import { organisationName } from './all-organisations.ts'
import { MandateFields, PersonFields } from './PersonFields.tsx'
import { detailsOf, fieldOf, type MandateDraft, personFaults, readMandate } from './person-form.ts'

export function mandateWords({ org, role, title }: Mandate): string {
  return words.mandate(organisationName(org), texts.roles[role], title)
}

type Props = { person: Person; managesAll: boolean; reload: () => unknown; onEnded: () => void }

/** One person: details, mandates, leaving. */
export function PersonPanel({ person, managesAll, reload, onEnded }: Props) {
  return (
    <div className="stack">
      {person.endedAt !== null && <Notice kind="info" title={words.leftOn(person.endedAt)} />}
      {managesAll && person.endedAt === null ? (
        <Details key={person.id} person={person} reload={reload} />
      ) : (
        <p>
          {person.email}
          {person.phone !== null && <br />}
          {person.phone}
        </p>
      )}
      <Mandates person={person} managesAll={managesAll} />
      {managesAll && person.endedAt === null && <EndPerson person={person} onEnded={onEnded} />}
    </div>
  )
}

/** When somebody else saved first, what they saved is shown and what was typed stays: saving again makes it count. */
function Details({ person, reload }: { person: Person; reload: () => unknown }) {
  const change = useCommand(organisationsApi.changePerson)
  const [draft, setDraft] = useState({ name: person.name, email: person.email, phone: person.phone ?? '' })
  const [faults, setFaults] = useState<FieldFault[]>([])
  const isOutdated = change.code === 'changed-meanwhile'

  const submit = async () => {
    const wrong = personFaults(draft)
    setFaults(wrong)
    if (wrong.length > 0) return
    if (!(await change.run({ params: { personId: person.id }, body: detailsOf(draft), ifMatch: person.version }))) await reload()
  }
  const refusedField = fieldOf(change.code)
  const shown = refusedField && change.problem && faults.length === 0 ? [{ field: refusedField, text: change.problem }] : faults
  return (
    <Form onSubmit={submit}>
      <h3>{words.details}</h3>
      <ErrorSummary errors={faults} />
      {change.problem && !refusedField && faults.length === 0 && (
        <Notice kind="error" title={isOutdated ? words.savedByOther : change.problem}>
          {isOutdated && <p>{[person.name, person.email, person.phone].filter(Boolean).join(', ')}</p>}
        </Notice>
      )}
      {change.done && <Notice kind="success" title={words.saved} />}
      <PersonFields value={draft} onChange={setDraft} faults={shown} />
      <Button type="submit" busy={change.busy}>
        {words.save}
      </Button>
    </Form>
  )
}

function Mandates({ person, managesAll }: { person: Person; managesAll: boolean }) {
  const { today } = useMe()
  const [isAdding, setAdding] = useState(false)
  const [done, setDone] = useState<string>()
  return (
    <section>
      <h3>{words.mandates}</h3>
      {done && <Notice kind="success" title={done} />}
      {person.mandates.length === 0 && <p>{words.noMandates}</p>}
      <ul className="plain-list">
        {person.mandates.map((mandate) => (
          <li key={mandate.id}>
            <p>
              {mandateWords(mandate)}
              <br />
              <span className="soft">{words.span(mandate.fromOn, mandate.toOn, today)}</span>
            </p>
            {(mandate.toOn === null || mandate.toOn >= today) && <EndMandate mandate={mandate} />}
          </li>
        ))}
      </ul>
      {person.endedAt === null &&
        (isAdding ? (
          <AddMandate
            person={person}
            choosesOrg={managesAll}
            onCancel={() => setAdding(false)}
            onAdded={() => {
              setAdding(false)
              setDone(words.mandateAdded)
            }}
          />
        ) : (
          <Button onPress={() => setAdding(true)}>{words.addMandate}</Button>
        ))}
    </section>
  )
}

type AddProps = { person: Person; choosesOrg: boolean; onAdded: () => void; onCancel: () => void }

function AddMandate({ person, choosesOrg, onAdded, onCancel }: AddProps) {
  const { acting, today } = useMe()
  const add = useCommand(organisationsApi.addMandate)
  const [draft, setDraft] = useState<MandateDraft>({
    org: choosesOrg ? null : acting.org,
    role: null,
    title: '',
    fromOn: today,
    toOn: null,
  })
  const [faults, setFaults] = useState<FieldFault[]>([])

  const submit = async () => {
    const read = readMandate(draft, person.mandates)
    setFaults('faults' in read ? read.faults : [])
    if ('faults' in read) return
    if (await add.run({ params: { personId: person.id }, body: read.mandate })) onAdded()
  }
  return (
    <Form onSubmit={submit}>
      <ErrorSummary errors={faults} />
      {add.problem && faults.length === 0 && <Notice kind="error" title={add.problem} />}
      <MandateFields value={draft} onChange={setDraft} faults={faults} choosesOrg={choosesOrg} />
      <div className="row">
        <Button type="submit" kind="primary" busy={add.busy}>
          {words.addMandate}
        </Button>
        <Button kind="quiet" onPress={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </Form>
  )
}

function EndMandate({ mandate }: { mandate: Mandate }) {
  const { today } = useMe()
  const end = useCommand(organisationsApi.endMandate)
  const [isOpen, setOpen] = useState(false)
  const [toOn, setToOn] = useState<Day | null>(today)
  const [isMissing, setMissing] = useState(false)

  const submit = async () => {
    setMissing(toOn === null)
    if (toOn !== null && (await end.run({ params: { mandateId: mandate.id }, body: { toOn } }))) setOpen(false)
  }
  if (!isOpen) {
    return (
      <Button small kind="quiet" onPress={() => setOpen(true)}>
        {words.endMandate}
        <span className="for-ears">: {mandateWords(mandate)}</span>
      </Button>
    )
  }
  return (
    <Form onSubmit={submit}>
      <DayField
        label={words.lastDay}
        name={`end-${mandate.id}`}
        hint={words.lastDayHint}
        value={toOn}
        onChange={setToOn}
        error={isMissing ? words.missing.toOn : end.problem}
      />
      <div className="row">
        <Button type="submit" busy={end.busy}>
          {words.endMandate}
        </Button>
        <Button kind="quiet" onPress={() => setOpen(false)}>
          {words.cancel}
        </Button>
      </div>
    </Form>
  )
}

function EndPerson({ person, onEnded }: { person: Person; onEnded: () => void }) {
  const end = useCommand(organisationsApi.endPerson)
  const [isAsking, setAsking] = useState(false)
  const confirm = async () => {
    if (!(await end.run({ params: { personId: person.id } }))) return
    setAsking(false)
    onEnded()
  }
  return (
    <>
      <Button kind="danger" onPress={() => setAsking(true)}>
        {words.endPerson}
      </Button>
      <Dialog
        open={isAsking}
        title={words.endPersonTitle(person.name)}
        onClose={() => setAsking(false)}
        actions={
          <Button kind="danger" onPress={confirm}>
            {words.endPerson}
          </Button>
        }
      >
        <p>{words.endPersonWords}</p>
        {end.problem && <Notice kind="error" title={end.problem} />}
      </Dialog>
    </>
  )
}
