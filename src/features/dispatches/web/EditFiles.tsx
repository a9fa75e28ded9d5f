import { useQueryClient } from '@tanstack/react-query'
import { call, downloadHref, uploadFile } from '../../../web/client.ts'
import { useCommand } from '../../../web/queries.tsx'
import { useActingOrg } from '../../../web/router-hooks.ts'
import { FileField, type FileItem } from '../../../web/ui/FileField.tsx'
import { useUploads } from '../../../web/uploads.ts'
import { mattersApi } from '../../matters/contract.ts'
import { dispatchesApi } from '../contract.ts'
import { numberedFiles } from '../rules-attachments.ts'
import type { DispatchFile } from '../shapes.ts'
import { editTexts as texts } from '../texts-edit.ts'
import { readerTexts } from '../texts-web.ts'

/** The files of an utskick that is being written. They are attached as soon as they are uploaded. */
export function EditFiles({ dispatchId, files }: { dispatchId: string; files: readonly DispatchFile[] }) {
  return (
    <>
      <RoleFiles dispatchId={dispatchId} files={files} only="original" />
      <RoleFiles dispatchId={dispatchId} files={files} only="attachment" />
    </>
  )
}

function RoleFiles({ dispatchId, files, only: role }: { dispatchId: string; files: readonly DispatchFile[]; only: DispatchFile['role'] }) {
  const org = useActingOrg()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: [org] })
  const detach = useCommand(dispatchesApi.detach)
  const own = numberedFiles(files).filter(({ file }) => file.role === role)
  const uploads = useUploads({
    files: own.map(({ file, number }) => itemOf(dispatchId, file, number)),
    send: async (file, onProgress) => {
      const { sha256, name } = await uploadFile(mattersApi.upload, { query: { name: file.name } }, file, onProgress)
      await call(dispatchesApi.attach, { params: { dispatchId }, body: { sha256, name, role, replacesId: null } })
      await refresh()
    },
    remove: (fileId) => detach.run({ params: { dispatchId, fileId } }),
  })
  return (
    <FileField
      label={role === 'original' ? texts.original : texts.attachments}
      name={`files-${role}`}
      hint={role === 'original' ? texts.originalHint : texts.attachmentsHint}
      optional
      error={detach.problem}
      several={role === 'attachment'}
      files={uploads.files}
      onAdd={uploads.onAdd}
      onRemove={uploads.onRemove}
    />
  )
}

function itemOf(dispatchId: string, file: DispatchFile, number: number): FileItem {
  return {
    id: file.id,
    name: `${readerTexts.attachment(number)}: ${file.name}`,
    bytes: file.size,
    state: 'ready',
    href: downloadHref(dispatchesApi.file, { params: { dispatchId, fileId: file.id } }),
  }
}
