import { useState } from 'react'
import type { Day } from '../../../lib/day.ts'
import { findRegion, OrgCode } from '../../../lib/regions.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { useGo, usePageParams } from '../../../web/router-hooks.ts'
import { useToday } from '../../../web/session.tsx'
import { focusUnread } from '../../../web/unread.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { RadioGroup, Select } from '../../../web/ui/Choices.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { ErrorSummary, type FieldFault, Form } from '../../../web/ui/Form.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { dispatchesApi } from '../../dispatches/contract.ts'
import { kindOf } from '../../dispatches/rules-kinds.ts'
import type { DispatchHead } from '../../dispatches/shapes.ts'
import type { AnsweredFile } from '../../dispatches/shapes-questions.ts'
import { repliesApi } from '../contract.ts'
import { type DecidedBy, STANCES, type Stance } from '../shapes.ts'
import { whyNotTexts } from '../texts.ts'
import { texts } from '../texts-web.ts'
import './replies.css'
import { DecidedFields } from './DecidedFields.tsx'
import { UploadedFiles } from './UploadedFiles.tsx'

const words = texts.onBehalf
const CHANNELS = ['mail', 'letter'] as const

/** An answer that came by mail or letter, entered in under a minute. */
export function OnBehalfPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const dispatch = useRead(dispatchesApi.find, { params: { dispatchId } })
  return <Loaded query={dispatch}>{({ head }) => <Entry head={head} />}</Loaded>
}

function Entry({ head }: { head: DispatchHead }) {
  const { slotOrg } = usePageParams('slotOrg')
  const today = useToday()
  const go = useGo()
  const enter = useCommand(repliesApi.enterOnBehalf)
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('mail')
  const [receivedOn, setReceivedOn] = useState<Day | null>(today)
  const [files, setFiles] = useState<AnsweredFile[]>([])
  const [caseNumber, setCaseNumber] = useState('')
  const [stance, setStance] = useState<Stance | null>(null)
  const [decided, setDecided] = useState<DecidedBy | null>(null)
  const [errors, setErrors] = useState<FieldFault[]>([])

  const submit = async () => {
    const faults = [
      ...(files.length > 0 ? [] : [{ field: 'original', text: words.missingFile }]),
      ...(receivedOn ? [] : [{ field: 'received-on', text: words.missingDay }]),
      ...(isAhead ? [{ field: 'received-on', text: whyNotTexts['received-ahead'] }] : []),
    ]
    setErrors(faults)
    if (faults.length === 0 && focusUnread()) return
    if (!receivedOn || faults.length > 0) return
    const reply = await enter.run({
      params: { dispatchId: head.id },
      body: {
        slotOrg: OrgCode.parse(slotOrg),
        channel,
        receivedOn,
        caseNumber: caseNumber.trim() === '' ? null : caseNumber.trim(),
        overall: { stance, comment: '' },
        decided,
        files: files.map((file) => ({ ...file, role: 'original' })),
      },
    })
    if (reply) go(paths.receivedReply(head.id, reply.replyId))
  }
  const isAhead = receivedOn !== null && receivedOn > today
  const faultOf = (field: string) => errors.find((error) => error.field === field)?.text
  return (
    <>
      <PageHead
        title={words.title(findRegion(OrgCode.parse(slotOrg))?.name ?? slotOrg)}
        state={`${head.title}. ${words.state}`}
        back={{ href: paths.dispatch(head.id), text: texts.reply.backToDispatch }}
      />
      <Form onSubmit={submit} className="measure">
        <ErrorSummary errors={errors} />
        <UploadedFiles
          name="original"
          label={words.file}
          hint={words.fileHint}
          files={files}
          onChange={setFiles}
          error={faultOf('original')}
        />
        <RadioGroup
          name="channel"
          label={words.channel}
          direction="horizontal"
          choices={CHANNELS.map((value) => ({ value, label: words.channels[value] }))}
          value={channel}
          onChange={setChannel}
        />
        <DayField
          name="received-on"
          label={words.receivedOn}
          value={receivedOn}
          onChange={setReceivedOn}
          past
          error={isAhead ? whyNotTexts['received-ahead'] : faultOf('received-on')}
        />
        <TextField name="case-number" label={words.caseNumber} value={caseNumber} onChange={setCaseNumber} width="half" optional />
        {kindOf(head.kind).hasStances && (
          <Select
            name="stance"
            label={words.stance}
            hint={words.stanceHint}
            value={stance}
            choices={STANCES.map((value) => ({ value, label: texts.stances[value] }))}
            onChange={setStance}
            optional
          />
        )}
        <details>
          <summary>{texts.answer.decided}</summary>
          <DecidedFields value={decided} onChange={setDecided} />
        </details>
        {enter.problem && <Notice kind="error">{enter.problem}</Notice>}
        <Button type="submit" kind="primary" busy={enter.busy}>
          {words.save}
        </Button>
      </Form>
    </>
  )
}
