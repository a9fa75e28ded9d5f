import { useEffect, useState } from 'react'
import { useCommand } from '../../../web/queries.tsx'
import { useMe } from '../../../web/session.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { ErrorSummary, type FieldFault, focusField, Form } from '../../../web/ui/Form.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { organisationsApi } from '../contract.ts'
import { personTexts as words } from '../texts-web.ts'
import { MandateFields, PersonFields } from './PersonFields.tsx'
import { detailsOf, fieldOf, type MandateDraft, personFaults, readMandate } from './person-form.ts'

/** A new person with her first mandate. What is typed stays when it is refused. */
export function AddPerson({ choosesOrg, onAdded }: { choosesOrg: boolean; onAdded: (name: string) => void }) {
  const { acting, today } = useMe()
  const add = useCommand(organisationsApi.addPerson)
  const [person, setPerson] = useState({ name: '', email: '', phone: '' })
  const [mandate, setMandate] = useState<MandateDraft>({
    org: choosesOrg ? null : acting.org,
    role: null,
    title: '',
    fromOn: today,
    toOn: null,
  })
  const [faults, setFaults] = useState<FieldFault[]>([])

  const submit = async () => {
    const read = readMandate(mandate, [])
    const wrong = [...personFaults(person), ...('faults' in read ? read.faults : [])]
    setFaults(wrong)
    if (wrong.length > 0 || 'faults' in read) return
    const added = await add.run({ body: { person: detailsOf(person), mandate: read.mandate } })
    if (added) onAdded(added.name)
  }
  const refusedField = fieldOf(add.code)
  useEffect(() => {
    if (refusedField) focusField(refusedField)
  }, [refusedField, add.problem])
  const shown = refusedField && add.problem && faults.length === 0 ? [{ field: refusedField, text: add.problem }] : faults
  return (
    <Form onSubmit={submit}>
      <ErrorSummary errors={faults} />
      {add.problem && !refusedField && faults.length === 0 && <Notice kind="error" title={add.problem} />}
      <PersonFields value={person} onChange={setPerson} faults={shown} />
      <MandateFields value={mandate} onChange={setMandate} faults={shown} choosesOrg={choosesOrg} />
      <Button type="submit" kind="primary" busy={add.busy}>
        {words.add}
      </Button>
    </Form>
  )
}
