import { oneLine } from '../../lib/letter.ts'
import type { DispatchFile } from './shapes.ts'
import { attachmentTexts } from './texts-attachments.ts'

/** A file with its bilaga number, and what it is called when it travels. */
export type NumberedFile = { file: DispatchFile; number: number; name: string; replaces: DispatchFile | null }

/** Many registries' servers refuse a letter of more than 10 MB, counted as it travels: base64 makes three bytes four, and lines. In bytes, all attachments together. */
export const MOST_ATTACHED = 7_200_000

/**
 * The files that hold now, by bilaga number. One that replaces another takes over its number, so that a number once sent
 * never means something else.
 */
export function numberedFiles(files: readonly DispatchFile[]): NumberedFile[] {
  const byId = new Map(files.map((file) => [file.id, file]))
  const replaced = new Set(files.flatMap(({ replacesId }) => (replacesId ? [replacesId] : [])))
  const earlier = (file: DispatchFile) => (file.replacesId ? byId.get(file.replacesId) : undefined)
  const firstOf = (file: DispatchFile): DispatchFile => {
    const before = earlier(file)
    return before && before !== file ? firstOf(before) : file
  }
  const firsts = files.filter((file) => !earlier(file)).toSorted((one, other) => one.position - other.position)
  return files
    .filter(({ id }) => !replaced.has(id))
    .map((file) => {
      const number = firsts.indexOf(firstOf(file)) + 1
      return { file, number, name: attachmentName(number, file.name), replaces: earlier(file) ?? null }
    })
    .toSorted((one, other) => one.number - other.number)
}

const LONGEST_NAME = 120

/** "Bilaga 1 – Remissversion.pdf": a name that every file system takes and that sorts; an own number in front is not repeated. */
export function attachmentName(number: number, name: string): string {
  const safe = oneLine(name.normalize('NFC').replace(/[\\/:*?"<>|]+/g, '-'))
  const [, stem = safe, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/.exec(safe) ?? []
  const own = stem.replace(attachmentTexts.ownNumber, '').replace(/[. ]+$/, '')
  const shortened = Array.from(own).slice(0, LONGEST_NAME).join('').trim()
  return `${attachmentTexts.name(number, shortened)}${ending}`
}

/** Which of the files travel with the letter: all that fit, and of those that do not the largest are left out first. */
export function attachedFiles(files: readonly NumberedFile[]): Set<string> {
  const attached = new Set(files.map(({ file }) => file.id))
  let total = files.reduce((sum, { file }) => sum + file.size, 0)
  for (const { file } of files.toSorted((one, other) => other.file.size - one.file.size)) {
    if (total <= MOST_ATTACHED) break
    attached.delete(file.id)
    total -= file.size
  }
  return attached
}
