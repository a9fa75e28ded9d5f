import { useEffect, useRef, useState } from 'react'
import { longInstant } from '../../../lib/day.ts'
import { useCommand } from '../../../web/queries.tsx'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Form } from '../../../web/ui/Form.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import type { DispatchForRecipient } from '../shapes-desk.ts'
import { texts } from '../texts-web.ts'

const words = texts.received

/** Bekräfta mottagande, gladly with the region's own number; a second number can be added later. */
export function ReceiptForm({ data }: { data: DispatchForRecipient }) {
  const { head, facts, caseNumbers } = data
  const { acting } = useMe()
  const confirm = useCommand(dispatchesApi.confirmReceipt)
  const remove = useCommand(dispatchesApi.removeCaseNumber)
  const [number, setNumber] = useState('')
  const [removed, setRemoved] = useState<string>()
  const status = useRef<HTMLParagraphElement>(null)
  const isReceived = facts.receivedAt !== null
  const wasReceived = useRef(isReceived)
  useEffect(() => {
    // The form with the button that was pressed is gone: what it led to takes the focus.
    if (isReceived && !wasReceived.current) status.current?.focus()
    wasReceived.current = isReceived
  }, [isReceived])
  const isReader = acting.roles.every((role) => role === 'reader')

  const submit = async () => {
    const caseNumber = number.trim() === '' ? null : number.trim()
    if (await confirm.run({ params: { dispatchId: head.id }, body: { caseNumber } })) setNumber('')
    setRemoved(undefined)
  }
  const take = async (caseNumber: string) => {
    if (!(await remove.run({ params: { dispatchId: head.id }, body: { caseNumber } }))) return
    setRemoved(caseNumber)
    status.current?.focus()
  }
  const form = (
    <Form onSubmit={submit} className="row-form">
      <TextField
        name="case-number"
        label={words.caseNumber}
        hint={facts.receivedAt ? undefined : words.caseNumberHint}
        value={number}
        onChange={setNumber}
        width="half"
        autoComplete="off"
        error={confirm.problem}
        optional={!facts.receivedAt}
      />
      <Button type="submit" kind={facts.receivedAt ? 'secondary' : 'primary'} busy={confirm.busy}>
        {facts.receivedAt ? words.addNumber : words.confirm}
      </Button>
    </Form>
  )
  if (!facts.receivedAt) {
    return (
      <section className="receipt-form">
        <h2>{words.receiptTitle}</h2>
        {isReader ? <p>{words.readerCannotReceive}</p> : form}
      </section>
    )
  }
  return (
    <section>
      <p role="status" tabIndex={-1} ref={status}>
        {words.receiptDone(longInstant(new Date(facts.receivedAt)))}{' '}
        {caseNumbers.length > 0 && (
          <>
            {words.caseNumbers}: <strong>{caseNumbers.join(', ')}</strong>.
          </>
        )}
        {removed !== undefined && ` ${words.numberRemoved(removed)}`}
      </p>
      {!isReader && (
        <details open={caseNumbers.length === 0}>
          <summary>{caseNumbers.length === 0 ? words.addNumber : words.changeNumbers}</summary>
          {form}
          {caseNumbers.length > 0 && (
            <p className="row number-buttons">
              {caseNumbers.map((caseNumber) => (
                <Button key={caseNumber} small busy={remove.busy} onPress={() => take(caseNumber)}>
                  {words.removeNumber(caseNumber)}
                </Button>
              ))}
            </p>
          )}
          {remove.problem && <p role="alert">{remove.problem}</p>}
        </details>
      )}
    </section>
  )
}
