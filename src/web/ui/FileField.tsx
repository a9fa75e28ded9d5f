import { type DragEvent, useState } from 'react'
import { FILE_TYPES } from '../../lib/file-types.ts'
import { texts } from '../texts.ts'
import { Button } from './Button.tsx'
import { describedBy, FieldGroup, fieldId, type FieldProps } from './Field.tsx'
import { TextField } from './TextField.tsx'

export type FileItem = {
  id: string
  name: string
  bytes: number
  state: 'uploading' | 'ready' | 'refused'
  /** 0 to 1, while uploading. */
  progress?: number | undefined
  /** Why it was refused, as a sentence. */
  reason?: string | undefined
  href?: string | undefined
}

export type FileFieldProps = FieldProps & {
  files: readonly FileItem[]
  onAdd: (files: File[]) => void
  onRename?: ((id: string, name: string) => unknown) | undefined
  onRemove?: ((id: string) => unknown) | undefined
  several?: boolean
}

const ACCEPT = Object.values(FILE_TYPES)
  .flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`))
  .join(',')

/** Files with name, size and state. The button alone is enough; dropping is only a shortcut. */
export function FileField({ files, onAdd, onRename, onRemove, several = true, ...field }: FileFieldProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const dropped = [...event.dataTransfer.files]
    if (dropped.length > 0) onAdd(several ? dropped : dropped.slice(0, 1))
  }
  const inputId = `${fieldId(field.name)}-input`
  return (
    <FieldGroup {...field} hint={field.hint ?? texts.fileLimits}>
      {files.length > 0 && (
        <ul className="files">
          {files.map((file) => (
            <FileRow key={file.id} file={file} fieldName={field.name} onRename={onRename} onRemove={onRemove} />
          ))}
        </ul>
      )}
      {(several || files.length === 0) && (
        <div
          className={over ? 'drop over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <input
            id={inputId}
            className="for-ears"
            type="file"
            accept={ACCEPT}
            multiple={several}
            onChange={(event) => {
              const chosen = [...(event.target.files ?? [])]
              event.target.value = ''
              if (chosen.length > 0) onAdd(chosen)
            }}
            {...describedBy({ ...field, hint: true })}
          />
          <label htmlFor={inputId} className="button secondary">
            {several ? texts.addFiles : texts.addFile}
          </label>
          <span className="soft drop-words"> {texts.dropFiles}</span>
        </div>
      )}
    </FieldGroup>
  )
}

type FileRowProps = Pick<FileFieldProps, 'onRename' | 'onRemove'> & { file: FileItem; fieldName: string }

function FileRow({ file, fieldName, onRename, onRemove }: FileRowProps) {
  const [newName, setNewName] = useState<string>()
  if (newName !== undefined && onRename) {
    const save = async () => {
      if (newName.trim() !== '') await onRename(file.id, newName.trim())
      setNewName(undefined)
    }
    return (
      <li className="renaming">
        <TextField label={texts.newName} name={`${fieldName}-${file.id}-name`} value={newName} onChange={setNewName} />
        <Button small onPress={save}>
          {texts.save}
        </Button>
        <Button small kind="quiet" onPress={() => setNewName(undefined)}>
          {texts.cancel}
        </Button>
      </li>
    )
  }
  return (
    <li className={file.state}>
      <span className="file-name">{file.href === undefined ? file.name : <a href={file.href}>{file.name}</a>}</span>
      <span className="soft">{texts.size(file.bytes)}</span>
      <FileStateWords file={file} />
      <span className="row">
        {onRename && file.state === 'ready' && (
          <Button small kind="quiet" aria-label={texts.renameOf(file.name)} onPress={() => setNewName(file.name)}>
            {texts.rename}
          </Button>
        )}
        {onRemove && (
          <Button small kind="quiet" aria-label={texts.removeOf(file.name)} onPress={() => onRemove(file.id)}>
            {texts.remove}
          </Button>
        )}
      </span>
    </li>
  )
}

function FileStateWords({ file }: { file: FileItem }) {
  return (
    <span className="file-state" role={file.state === 'refused' ? 'alert' : 'status'}>
      {texts.fileState[file.state]}
      {file.reason !== undefined && `: ${file.reason}`}
      {file.state === 'uploading' && <progress value={file.progress ?? 0} max={1} aria-hidden="true" />}
    </span>
  )
}
