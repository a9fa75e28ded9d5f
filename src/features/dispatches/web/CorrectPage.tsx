import { useState } from 'react'
import type { Day } from '../../../lib/day.ts'
import { uploadFile } from '../../../web/client.ts'
import { paths } from '../../../web/paths.ts'
import { Loaded, useCommand, useRead } from '../../../web/queries.tsx'
import { useGo, usePageParams } from '../../../web/router-hooks.ts'
import { focusUnread } from '../../../web/unread.ts'
import { Select } from '../../../web/ui/Choices.tsx'
import { DayField } from '../../../web/ui/DayField.tsx'
import { ExplainedButton } from '../../../web/ui/ExplainedButton.tsx'
import { FileField } from '../../../web/ui/FileField.tsx'
import { Notice } from '../../../web/ui/Notice.tsx'
import { PageHead } from '../../../web/ui/PageHead.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { useUploads } from '../../../web/uploads.ts'
import { mattersApi } from '../../matters/contract.ts'
import type { FileRef } from '../../matters/shapes.ts'
import { dispatchesApi } from '../contract.ts'
import { kindOf } from '../rules-kinds.ts'
import { numberedFiles } from '../rules-attachments.ts'
import type { DispatchFile, DispatchForSender } from '../shapes.ts'
import { sendTexts as texts } from '../texts-send.ts'
import { readerTexts } from '../texts-web.ts'
import './letter.css'

/** Rättelse of an utskick that is sent: what changed, for all recipients; the old stays. */
export function CorrectPage() {
  const { dispatchId } = usePageParams('dispatchId')
  const found = useRead(dispatchesApi.find, { params: { dispatchId } })
  return <Loaded query={found}>{(dispatch) => <Correct dispatch={dispatch} />}</Loaded>
}

type NewFile = FileRef & { replacesId: string | null }

function Correct({ dispatch }: { dispatch: DispatchForSender }) {
  const { head, files } = dispatch
  const go = useGo()
  const correct = useCommand(dispatchesApi.correct)
  const [text, setText] = useState('')
  const [newLastDay, setNewLastDay] = useState<Day | null>(null)
  const [added, setAdded] = useState<readonly NewFile[]>([])
  const uploads = useUploads({
    files: added.map(({ sha256, name, size }) => ({ id: sha256, name, bytes: size, state: 'ready' as const })),
    send: async (file, onProgress) => {
      const stored = await uploadFile(mattersApi.upload, { query: { name: file.name } }, file, onProgress)
      setAdded((all) => [...all.filter(({ sha256 }) => sha256 !== stored.sha256), { ...stored, replacesId: null }])
    },
    remove: (sha256) => setAdded((all) => all.filter((file) => file.sha256 !== sha256)),
  })
  const whyNot = text.trim() === '' ? texts.correctTextMissing : uploads.busy ? texts.correctUploading : undefined
  const submit = async () => {
    // A day that could not be read is not the same as no new day.
    if (focusUnread()) return
    const attached = added.map(({ sha256, name, replacesId }) => ({ sha256, name, replacesId, role: roleOf(files, replacesId) }))
    const done = await correct.run({ params: { dispatchId: head.id }, body: { text: text.trim(), newLastDay, files: attached } })
    if (done) go(`${paths.dispatch(head.id)}?rattat=${done.number}`)
  }
  return (
    <>
      <PageHead
        title={`${texts.correctTitle}: ${head.title}`}
        state={texts.correctState}
        back={{ href: paths.dispatch(head.id), text: texts.toDispatch }}
      />
      <div className="measure">
        <TextArea
          label={texts.correctText}
          name="text"
          hint={texts.correctTextHint}
          rows={5}
          value={text}
          onChange={setText}
          maxLength={4000}
        />
        {kindOf(head.kind).hasAnswers && head.closedAt === null && (
          <DayField
            label={texts.correctDay}
            name="newLastDay"
            hint={texts.correctDayHint(head.lastDay)}
            optional
            value={newLastDay}
            onChange={setNewLastDay}
            workingDay
          />
        )}
        {newLastDay !== null && head.lastDay !== null && newLastDay < head.lastDay && (
          <Notice kind="warning" title={texts.correctEarlier(head.lastDay, newLastDay)} />
        )}
        <FileField label={texts.correctNew} name="files" optional files={uploads.files} onAdd={uploads.onAdd} onRemove={uploads.onRemove} />
        {added.map((file) => (
          <ReplacesChoice
            key={file.sha256}
            file={file}
            files={files}
            onChange={(replacesId) => setAdded((all) => all.map((one) => (one.sha256 === file.sha256 ? { ...one, replacesId } : one)))}
          />
        ))}
      </div>
      {text.trim() !== '' && (
        <section aria-labelledby="correct-preview">
          <h2 id="correct-preview">{texts.correctPreview}</h2>
          <div className="as-page measure">
            <p className="prewrap">{text.trim()}</p>
            {newLastDay && <p>{readerTexts.newLastDay(head.lastDay, newLastDay)}</p>}
            {added.map(({ sha256, name, replacesId }) => (
              <p key={sha256}>
                {name}
                {replacesId !== null && `, ${texts.correctReplaces.toLowerCase()} ${fileName(files, replacesId)}`}
              </p>
            ))}
          </div>
        </section>
      )}
      {correct.problem !== undefined && <Notice kind="error" title={correct.problem} />}
      <div className="send-box">
        <ExplainedButton kind="primary" whyNot={whyNot} busy={correct.busy} onPress={submit}>
          {texts.correctSend}
        </ExplainedButton>
      </div>
    </>
  )
}

const NOTHING = '-'
const fileName = (files: readonly DispatchFile[], id: string | null) => files.find((file) => file.id === id)?.name ?? ''
const roleOf = (files: readonly DispatchFile[], id: string | null) => files.find((file) => file.id === id)?.role ?? 'attachment'

type ReplacesChoiceProps = { file: NewFile; files: readonly DispatchFile[]; onChange: (replacesId: string | null) => void }

function ReplacesChoice({ file, files, onChange }: ReplacesChoiceProps) {
  const current = numberedFiles(files)
  if (current.length === 0) return null
  return (
    <Select
      label={texts.correctReplaceOf(file.name)}
      name={`replaces-${file.sha256}`}
      value={file.replacesId ?? NOTHING}
      choices={[
        { value: NOTHING, label: texts.correctReplacesNone },
        ...current.map(({ file: { id, name }, number }) => ({ value: id, label: `${readerTexts.attachment(number)}: ${name}` })),
      ]}
      onChange={(value) => onChange(value === NOTHING ? null : value)}
    />
  )
}
