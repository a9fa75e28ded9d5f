import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PDF_FAMILY } from './pdf-typst.ts'

const PACKAGE = '@expo-google-fonts/source-sans-3'
const FACES = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'] as const
const FAMILY = 'Source Sans 3'

/** The faces that PDF files are set in, and the characters that all of them have. */
export type PdfFont = { blobs: Buffer[]; characters: ReadonlySet<number> }

/**
 * Out: the font from its package, under a name of its own: Typst also looks at the computer's fonts, and another version there would give
 * other bytes. Throws if the package is not whole.
 */
export function readPdfFont(): PdfFont {
  const { resolve } = createRequire(import.meta.url)
  const blobs = FACES.map((face) => renamed(readFileSync(resolve(`${PACKAGE}/${face}/SourceSans3_${face}.ttf`))))
  const [first, ...others] = blobs.map(charactersOf)
  const characters = new Set([...(first ?? [])].filter((code) => others.every((set) => set.has(code))))
  return { blobs, characters }
}

/** Where a table of a font file begins and how long it is (OpenType 1.9, "Table Directory"). */
function tableOf(font: Buffer, tag: string): { at: number; length: number } {
  for (let entry = 0; entry < font.readUInt16BE(4); entry += 1) {
    const at = 12 + 16 * entry
    if (font.toString('latin1', at, at + 4) === tag) return { at: font.readUInt32BE(at + 8), length: font.readUInt32BE(at + 12) }
  }
  throw new Error(`the font has no table ${tag}`)
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16()

function renamed(font: Buffer): Buffer {
  const { at, length } = tableOf(font, 'name')
  const names = font.subarray(at, at + length)
  const [from, to] = [utf16(FAMILY), utf16(PDF_FAMILY)]
  if (from.length !== to.length || !names.includes(from)) throw new Error(`the font is not ${FAMILY}`)
  for (let found = names.indexOf(from); found !== -1; found = names.indexOf(from, found + from.length)) to.copy(names, found)
  return font
}

/** The characters a font has, from its full Unicode table (OpenType 1.9, "cmap", format 12). */
function charactersOf(font: Buffer): Set<number> {
  const { at } = tableOf(font, 'cmap')
  const found = new Set<number>()
  for (let entry = 0; entry < font.readUInt16BE(at + 2); entry += 1) {
    const table = at + font.readUInt32BE(at + 4 + 8 * entry + 4)
    if (font.readUInt16BE(table) !== 12) continue
    for (let group = 0; group < font.readUInt32BE(table + 12); group += 1) {
      const place = table + 16 + 12 * group
      for (let code = font.readUInt32BE(place); code <= font.readUInt32BE(place + 4); code += 1) found.add(code)
    }
  }
  if (found.size === 0) throw new Error('the font has no table of characters')
  return found
}
