import { useState } from 'react'
import { useCommand } from '../../../web/queries.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { Form } from '../../../web/ui/Form.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { organisationsApi } from '../contract.ts'
import { whyNotSetAddress } from '../rules.ts'
import { type AddressLine, CONFIRMED_BY, type ConfirmedHow, type RegistryAddress } from '../shapes.ts'
import { organisationsProblems } from '../texts.ts'
import { addressTexts as words } from '../texts-web.ts'

/** One organisation's address: confirm it, change it, and those it had before. */
export function AddressPanel({ line }: { line: AddressLine }) {
  const { current, earlier } = line
  return (
    <div className="stack">
      {current && <Confirm key={current.id} line={line} address={current} />}
      <SetAddress line={line} />
      {earlier.length > 0 && (
        <section>
          <h3>{words.earlier}</h3>
          <ul className="plain-list">
            {earlier.map(({ id, address, fromOn, toOn }) => (
              <li key={id}>
                {address} <span className="soft small">{words.earlierSpan(fromOn, toOn)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Confirm({ line, address }: { line: AddressLine; address: RegistryAddress }) {
  const confirm = useCommand(organisationsApi.confirmAddress)
  const [how, setHow] = useState<ConfirmedHow | null>(null)
  const [isMissing, setMissing] = useState(false)
  if (address.confirmedAt !== null) {
    return (
      <section>
        <h3>{address.address}</h3>
        {confirm.done && <Notice kind="success" title={words.doneConfirm} />}
        <p className="soft">{words.confirmed(address.confirmedAt, address.confirmedHow, address.confirmedByName)}</p>
      </section>
    )
  }
  const submit = async () => {
    setMissing(how === null)
    if (how !== null) await confirm.run({ params: { addressOrg: line.org }, body: { addressId: address.id, how } })
  }
  return (
    <Form onSubmit={submit}>
      <h3>{words.confirmTitle}</h3>
      <p>{words.confirmLead(address.address)}</p>
      <RadioGroup
        label={words.how}
        name="how"
        value={how}
        choices={CONFIRMED_BY.map((value) => ({ value, label: words.howChoices[value] }))}
        onChange={setHow}
        error={isMissing && how === null ? words.howMissing : confirm.problem}
      />
      <Button type="submit" kind="primary" busy={confirm.busy}>
        {words.confirm}
      </Button>
    </Form>
  )
}

function SetAddress({ line: { org, current } }: { line: AddressLine }) {
  const set = useCommand(organisationsApi.setAddress)
  const [address, setAddress] = useState('')
  const [wrong, setWrong] = useState<string>()
  const submit = async () => {
    const whyNot = whyNotSetAddress(address.trim(), current ?? undefined)
    setWrong(whyNot && organisationsProblems[whyNot])
    if (!whyNot && (await set.run({ params: { addressOrg: org }, body: { address: address.trim() } }))) setAddress('')
  }
  return (
    <Form onSubmit={submit}>
      <h3>{current ? words.setTitle : words.setFirstTitle}</h3>
      {set.done && <Notice kind="success" title={words.doneSet} />}
      {current && <p className="soft">{words.setLead}</p>}
      <TextField
        label={words.newAddress}
        name="address"
        type="email"
        autoComplete="off"
        value={address}
        onChange={setAddress}
        error={wrong ?? set.problem}
      />
      <Button type="submit" kind={current ? 'secondary' : 'primary'} busy={set.busy}>
        {words.set}
      </Button>
    </Form>
  )
}
