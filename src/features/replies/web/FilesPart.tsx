import * as z from 'zod/mini'
import { ReplyFile } from '../shapes.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import { useDraftField } from './draft.tsx'
import { UploadedFiles } from './UploadedFiles.tsx'

const Files = z.array(ReplyFile)
const NONE: ReplyFile[] = []

/** The files of one role in the answer: the own yttrande, or what is attached. One field of the draft holds them all. */
export function FilesPart({ as: role, label, hint }: { as: ReplyFile['role']; label: string; hint: string }) {
  const field = useDraftField('files', NONE, Files)
  const mine = field.value.filter((file) => file.role === role).map(({ role: _, ...file }) => file)
  return (
    <section id={`del-${role}`} className="measure">
      <ConflictNotice field={field} show={(files) => files.map(({ name }) => name).join('\n')} />
      <UploadedFiles
        name={`files-${role}`}
        label={label}
        hint={hint}
        optional={role === 'attachment'}
        files={mine}
        onChange={(files) => {
          const others = field.value.filter((file) => file.role !== role)
          field.setValue([...others, ...files.map((file) => ({ ...file, role }))])
        }}
      />
    </section>
  )
}
