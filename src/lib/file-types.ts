/** The kinds of files that are taken in: what 21 registries can read, keep and release. */
export const FILE_TYPES = {
  pdf: { mediaType: 'application/pdf', extensions: ['pdf'] },
  docx: { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extensions: ['docx'] },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'] },
  odt: { mediaType: 'application/vnd.oasis.opendocument.text', extensions: ['odt'] },
  png: { mediaType: 'image/png', extensions: ['png'] },
  jpg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  txt: { mediaType: 'text/plain', extensions: ['txt'] },
  csv: { mediaType: 'text/csv', extensions: ['csv'] },
} as const satisfies Record<string, { mediaType: string; extensions: readonly string[] }>

export type FileType = keyof typeof FILE_TYPES

/** Bytes. Said to people as 25 MB. */
export const LARGEST_FILE = 25 * 1024 * 1024

/** Bytes of UTF-8: file systems take 255, zip tools and old registries less. */
const LONGEST_NAME = 120
const LONGEST_EXTENSION = 10

/** The kind that a file's name says it is, by its last extension in any case; undefined when that kind is not taken in. */
export function fileTypeOf(name: string): FileType | undefined {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return fileTypes.find((type) => FILE_TYPES[type].extensions.some((known) => known === extension))
}

const fileTypes = Object.keys(FILE_TYPES) as FileType[]

// Controls, formats (direction overrides, zero width, byte order mark), fillers, private use and line breaks: what hides or turns a name.
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
const RESERVED_CHARACTERS = /[<>:"|?*]/g
// Names of devices in Windows, whatever the extension and however many spaces before it.
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\.|$)/i

/**
 * A name that every system can keep, out of what somebody sent: the last part of any path, without control characters, direction
 * overrides and what Windows reserves, at most 120 bytes with its extension kept. Swedish letters stay (as NFC). A name of which
 * nothing is left becomes "_". Doing it again changes nothing.
 */
export function safeFileName(name: string): string {
  const visible = name.toWellFormed().replaceAll(INVISIBLE, '').normalize('NFC')
  const last = visible.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replaceAll(RESERVED_CHARACTERS, '-').replaceAll(/\s+/g, ' ')
  const { stem, extension } = splitExtension(plain.replace(ENDS, ''))
  const bare = stem.replace(STARTS, '').replace(ENDS, '')
  const free = DEVICE.test(bare) ? `_${bare}` : bare
  return (cutTo(free, LONGEST_NAME - byteLength(extension)).replace(ENDS, '') || '_') + extension
}

/**
 * The value of a Content-Disposition header (RFC 6266) that makes a browser save the file under this name and never show it: an ASCII
 * form for old clients, and the real name as RFC 8187 asks. Only the name's safe form gets in, so no header can be injected.
 */
export function contentDisposition(name: string): string {
  const safe = safeFileName(name)
  const ascii = safe
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    // Some browsers decode a percent sign in the plain form.
    .replaceAll(/[^ -~]|[%"\\]/gu, '_')
  const encoded = encodeURIComponent(safe).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${ascii || '_'}"; filename*=UTF-8''${encoded}`
}

// Windows drops dots and spaces at the end, and a dot in front hides a file elsewhere.
const STARTS = /^[. ]+/
const ENDS = /[. ]+$/

function splitExtension(name: string): { stem: string; extension: string } {
  const at = name.lastIndexOf('.')
  if (at < 0 || name.length - at > LONGEST_EXTENSION + 1) return { stem: name, extension: '' }
  return { stem: name.slice(0, at), extension: name.slice(at) }
}

function cutTo(text: string, bytes: number): string {
  let kept = ''
  let length = 0
  for (const character of text) {
    length += byteLength(character)
    if (length > bytes) break
    kept += character
  }
  return kept
}

function byteLength(text: string): number {
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}
