import { useEffect, useRef } from 'react'
import { uploadFile } from '../../../web/client.ts'
import { useActingOrg } from '../../../web/router-hooks.ts'
import { FileField } from '../../../web/ui/FileField.tsx'
import type { FieldProps } from '../../../web/ui/Field.tsx'
import { useUploads } from '../../../web/uploads.ts'
import { mattersApi } from '../../matters/contract.ts'
import type { AnsweredFile } from '../../dispatches/shapes-questions.ts'

type UploadedFilesProps = FieldProps & { files: readonly AnsweredFile[]; onChange: (files: AnsweredFile[]) => void; several?: boolean }

/** Files that are uploaded at once and belong to the field as soon as they have passed the check. */
export function UploadedFiles({ files, onChange, several = true, ...field }: UploadedFilesProps) {
  const org = useActingOrg()
  // Uploads end one after the other: each adds to what the one before it left.
  const latest = useRef(files)
  useEffect(() => {
    latest.current = files
  }, [files])
  const change = (next: AnsweredFile[]) => {
    latest.current = next
    onChange(next)
  }
  const uploads = useUploads({
    files: files.map((file) => ({ id: file.sha256, name: file.name, bytes: file.size, state: 'ready' })),
    send: async (file, onProgress) => {
      const stored = await uploadFile(mattersApi.upload, { org, query: { name: file.name } }, file, onProgress)
      const others = several ? latest.current.filter(({ sha256 }) => sha256 !== stored.sha256) : []
      change([...others, stored])
    },
    remove: (id) => change(latest.current.filter(({ sha256 }) => sha256 !== id)),
  })
  const rename = (id: string, name: string) => change(latest.current.map((file) => (file.sha256 === id ? { ...file, name } : file)))
  return (
    <FileField {...field} files={uploads.files} onAdd={uploads.onAdd} onRemove={uploads.onRemove} onRename={rename} several={several} />
  )
}
