import { useState } from 'react'
import { fileTypeOf, LARGEST_FILE } from '../lib/file-types.ts'
import { newKey, sentenceOf } from './client.ts'
import { texts } from './texts.ts'
import type { FileItem } from './ui/FileField.tsx'

type UploadsInput = {
  /** What the server already has. */
  files: readonly FileItem[]
  /** Sends one file and takes it into the thing it belongs to. Throws ApiProblem with the reason. */
  send: (file: File, onProgress: (share: number) => void) => Promise<unknown>
  remove?: (id: string) => unknown
}

type Uploads = { files: FileItem[]; onAdd: (files: File[]) => void; onRemove: (id: string) => unknown; busy: boolean }

/** Files on their way beside those that are there, as FileField wants them. One that is refused stays in the list with its reason. */
export function useUploads({ files, send, remove }: UploadsInput): Uploads {
  const [own, setOwn] = useState<readonly FileItem[]>([])
  const patch = (id: string, change: Partial<FileItem>) =>
    setOwn((all) => all.map((item) => (item.id === id ? { ...item, ...change } : item)))
  const drop = (id: string) => setOwn((all) => all.filter((item) => item.id !== id))

  const sendOne = async (file: File, item: FileItem) => {
    try {
      await send(file, (progress) => patch(item.id, { progress }))
      drop(item.id)
    } catch (error) {
      patch(item.id, { state: 'refused', reason: sentenceOf(error) })
    }
  }
  const onAdd = (added: File[]) => {
    const items = added.map((file) => ({ file, item: startOf(file) }))
    setOwn((all) => [...all, ...items.map(({ item }) => item)])
    void (async () => {
      // One after the other: 21 regions share the line, and the order of the list stays.
      for (const { file, item } of items) if (item.state === 'uploading') await sendOne(file, item)
    })()
  }
  return {
    files: [...files, ...own],
    onAdd,
    onRemove: (id) => (own.some((item) => item.id === id) ? drop(id) : remove?.(id)),
    busy: own.some((item) => item.state === 'uploading'),
  }
}

function startOf(file: File): FileItem {
  const reason = whyNotSend(file)
  return { id: newKey(), name: file.name, bytes: file.size, state: reason === undefined ? 'uploading' : 'refused', progress: 0, reason }
}

/** Seen before a byte is sent; the server looks at the content as well. */
function whyNotSend(file: File): string | undefined {
  if (fileTypeOf(file.name) === undefined) return texts.fileType
  if (file.size > LARGEST_FILE) return texts.fileTooLarge
  return file.size === 0 ? texts.fileEmpty : undefined
}
