import { useState } from 'react'
import { useCommand } from '../../../web/queries.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Form } from '../../../web/ui/Form.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { dispatchesApi } from '../contract.ts'
import { sendTexts as texts } from '../texts-send.ts'

/** Återkallelse: all recipients are told why. Nothing disappears. */
export function RecallForm({ dispatchId }: { dispatchId: string }) {
  const recall = useCommand(dispatchesApi.recall)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (reason.trim() !== '') await recall.run({ params: { dispatchId }, body: { reason: reason.trim() } })
  }
  return (
    <details className="recall">
      <summary>{texts.recallTitle}</summary>
      <p>{texts.recallWords}</p>
      <Form onSubmit={submit}>
        <TextArea
          label={texts.recallReason}
          name="recall-reason"
          value={reason}
          onChange={setReason}
          maxLength={2000}
          error={recall.problem ?? (asked && reason.trim() === '' ? texts.recallMissing : undefined)}
        />
        <Button type="submit" kind="danger" busy={recall.busy}>
          {texts.recall}
        </Button>
      </Form>
    </details>
  )
}
