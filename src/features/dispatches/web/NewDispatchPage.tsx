import { useState } from 'react'
import { paths } from '../../../web/paths.ts'
import { useCommand } from '../../../web/queries.tsx'
import { useGo } from '../../../web/router-hooks.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup } from '../../../web/ui/Choices.tsx'
import { Form } from '../../../web/ui/Form.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { dispatchesApi } from '../contract.ts'
import { type Kind, KINDS } from '../shapes.ts'
import { editTexts as texts } from '../texts-edit.ts'
import { readerTexts } from '../texts-web.ts'

/** The one thing that must be known before the form can be drawn. Nothing is made by only opening this page. */
export function NewDispatchPage() {
  const go = useGo()
  const create = useCommand(dispatchesApi.create)
  const [kind, setKind] = useState<Kind | null>(null)
  const [asked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (kind === null) return
    const made = await create.run({ body: { kind } })
    if (made) go(paths.editDispatch(made.id))
  }
  return (
    <>
      <PageHead title={texts.newTitle} state={texts.newState} back={{ href: paths.secretariat(), text: texts.back }} />
      <Form onSubmit={submit}>
        <RadioGroup
          label={texts.kind}
          name="kind"
          value={kind}
          choices={KINDS.map((value) => ({ value, label: readerTexts.kinds[value], help: texts.kindHelp[value] }))}
          onChange={setKind}
          error={create.problem ?? (asked && kind === null ? texts.kindMissing : undefined)}
        />
        <Button type="submit" kind="primary" busy={create.busy}>
          {texts.start}
        </Button>
      </Form>
    </>
  )
}
