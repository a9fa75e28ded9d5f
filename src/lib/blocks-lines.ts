import { cleanText } from './blocks-clean.ts'

/** The mark a list item begins with; `value` is its place (a = 1) and `form` tells "1." from "1)" and "a)". */
export type Marker = { form: 'bullet' | 'number-dot' | 'number-bracket' | 'letter'; value: number; text: string }

/** One line of a text: `raw` keeps its tabs, `text` is trimmed with single spaces. */
export type Line = { raw: string; text: string; indented: boolean; marker: Marker | undefined }

// The private bullets of Word's symbol fonts are already made into ordinary ones by cleanText.
const BULLET = /^([\u2022\u00b7\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1])\s*(?=\S)/u
const DASH = /^[-*\u2010-\u2015\u2212]\s+(?=\S)/u
const WORD_HOLLOW_BULLET = /^o\t\s*(?=\S)/
const NUMBER_DOT = /^(\d{1,3})\.(?:\s+(?=\S)|(?=\p{L}))/u
const NUMBER_BRACKET = /^\(?(\d{1,3})\)\s*(?=\S)/u
const LETTER = /^\(?([a-z])\)\s*(?=\S)/
const LETTER_DOT = /^([a-z])\.\s+(?=\S)/

const letterValue = (letter: string) => letter.charCodeAt(0) - 96

// Most lines begin with a word; they are told apart at the first two characters, which keeps a large paste fast.
const MAY_BE_MARKED = /^(?:[^A-Za-z]|[a-z][.)\t])/

function markerOf(trimmed: string): { marker: Marker; length: number } | undefined {
  if (!MAY_BE_MARKED.test(trimmed)) return undefined
  const bullet = BULLET.exec(trimmed) ?? DASH.exec(trimmed) ?? WORD_HOLLOW_BULLET.exec(trimmed)
  if (bullet) return { marker: { form: 'bullet', value: 0, text: '' }, length: bullet[0].length }
  const numbered = NUMBER_DOT.exec(trimmed)
  if (numbered?.[1]) return { marker: { form: 'number-dot', value: Number(numbered[1]), text: '' }, length: numbered[0].length }
  const bracketed = NUMBER_BRACKET.exec(trimmed)
  if (bracketed?.[1]) return { marker: { form: 'number-bracket', value: Number(bracketed[1]), text: '' }, length: bracketed[0].length }
  const lettered = LETTER.exec(trimmed) ?? LETTER_DOT.exec(trimmed)
  if (lettered?.[1]) return { marker: { form: 'letter', value: letterValue(lettered[1]), text: '' }, length: lettered[0].length }
  return undefined
}

const singleSpaced = (text: string) => text.replace(/[\t ]+/g, ' ').trim()

function lineOf(raw: string): Line {
  const trimmed = raw.trim()
  const found = markerOf(trimmed)
  return {
    raw,
    text: singleSpaced(trimmed),
    indented: /^[\t ]{2,}|^\t/.test(raw),
    marker: found && { ...found.marker, text: singleSpaced(trimmed.slice(found.length)) },
  }
}

const LONE_MARK = /^\s*(?:[\u2022\u00b7\u25aa\u25cf\u25cb\u2013-]|\(?(?:\d{1,3}|[a-z])\)|\d{1,3}\.|\d{1,2}(?:\.\d{1,2}){1,4}\.?)$/

/** Copied from a PDF, the mark of a list item or a heading's number often stands on a line of its own. */
function withLoneMarks(raw: readonly string[]): string[] {
  const lines: string[] = []
  for (let at = 0; at < raw.length; at += 1) {
    const line = raw[at] ?? ''
    const textAt = raw[at + 1] === '' ? at + 2 : at + 1
    const text = raw[textAt] ?? ''
    if (text === '' || !LONE_MARK.test(line) || LONE_MARK.test(text)) {
      lines.push(line)
      continue
    }
    lines.push(`${line} ${text.trimStart()}`)
    at = textAt
  }
  return lines
}

const PAGE_NUMBER = /^(?:(?:sid(?:an?|\.)?|s\.) ?(\d{1,3})(?: ?(?:av|\/) ?(\d{1,3})| ?\((\d{1,3})\))?|(\d{1,3}) ?\((\d{1,3})\))$/i

/** Is the line only a page's number, as "3 (7)" or "Sida 3 av 7"? */
function isPageNumber(line: string): boolean {
  const found = PAGE_NUMBER.exec(line.trim())
  if (!found) return false
  const [page, last] = [found[1] ?? found[4], found[2] ?? found[3] ?? found[5]].map(Number)
  return page !== undefined && page > 0 && (last === undefined || Number.isNaN(last) || page <= last)
}

/** Without the numbers of a PDF's pages. A sentence that goes on over the page is whole again. */
function withoutPageNumbers(raw: readonly string[]): string[] {
  const lines: string[] = []
  let before = ''
  for (let at = 0; at < raw.length; at += 1) {
    const line = raw[at] ?? ''
    if (!isPageNumber(line)) {
      lines.push(line)
      if (line !== '') before = line
      continue
    }
    let textAt = at + 1
    while (raw[textAt] === '') textAt += 1
    if (before === '' || endsSentence(before) || !beginsLower((raw[textAt] ?? '').trimStart())) continue
    while (lines.at(-1) === '') lines.pop()
    at = textAt - 1
  }
  return lines
}

const rawLinesOf = (text: string) =>
  cleanText(text)
    .split('\n')
    .map((line) => line.trimEnd())

const readLines = (raw: readonly string[]) => withLoneMarks(raw.filter((line, at) => line !== '' || (raw[at - 1] ?? '') !== '')).map(lineOf)

/** In: text of any origin. Out: its cleaned lines; several empty ones in a row are one. */
export function linesOf(text: string): Line[] {
  return readLines(rawLinesOf(text))
}

/** As linesOf, for the whole of a document: lines that are only the number of a page are gone. */
export function documentLinesOf(text: string): Line[] {
  return readLines(withoutPageNumbers(rawLinesOf(text)))
}

const ENDS_SENTENCE = /[.!?:;][)"'\u00bb\u201d\u2019]?$/
const BEGINS_LOWER = /^[("\u00bb\u201d\u201c]?\p{Ll}/u
const BEGINS_FIGURE = /^[(]?[\d\u00a7]/

/** In: a trimmed line. Out: whether it ends as a sentence does; a colon counts. */
export const endsSentence = (text: string): boolean => ENDS_SENTENCE.test(text)
const beginsInSentence = (text: string) => BEGINS_LOWER.test(text) || BEGINS_FIGURE.test(text)
/** In: a trimmed line. Out: whether its first letter is a small one. */
export const beginsLower = (text: string): boolean => BEGINS_LOWER.test(text)

/** How the lines of a text were broken: `width` is set when they were wrapped by a program (a PDF, a mail) at about that many characters. */
export type Wrapping = { width: number | undefined }

// No page and no mail program wraps wider than this; longer lines are whole paragraphs.
const WIDEST_WRAP = 130
const NARROWEST_WRAP = 30

/** In: all lines of a text. Out: whether they are hard-wrapped: it takes that a fair share of the lines end in the middle of a sentence. */
export function wrappingOf(lines: readonly Line[]): Wrapping {
  let pairs = 0
  let broken = 0
  const lengths: number[] = []
  lines.forEach((line, at) => {
    if (line.text) lengths.push(line.text.length)
    const next = lines[at + 1]
    if (line.text.length < NARROWEST_WRAP || !next?.text || next.marker) return
    pairs += 1
    if (!endsSentence(line.text) && beginsInSentence(next.text)) broken += 1
  })
  const sorted = lengths.toSorted((one, other) => one - other)
  const width = sorted[Math.floor(sorted.length * 0.95)] ?? 0
  if (pairs === 0 || broken / pairs < 0.25 || width > WIDEST_WRAP || width < NARROWEST_WRAP) return { width: undefined }
  return { width }
}

/** How one line is followed by the next one without an empty line between: the same sentence, a new line, or a new paragraph. */
export type Joint = 'continues' | 'line-break' | 'paragraph'

const SHORT_LINE = 60

/** In: a line's text so far and the next line. Out: how they belong together. */
export function jointOf(last: string, next: string, wrapping: Wrapping): Joint {
  if (beginsLower(next)) return 'continues'
  // A sentence that was broken before a year or a paragraph sign of the law.
  if (BEGINS_FIGURE.test(next) && last.length > SHORT_LINE && !endsSentence(last)) return 'continues'
  const firstWord = next.split(' ', 1)[0] ?? ''
  // A program breaks the line because the next word did not fit; a person breaks it earlier.
  const isFull = wrapping.width !== undefined && last.length + 1 + firstWord.length > wrapping.width * 0.85
  if (isFull && last.length <= WIDEST_WRAP) return 'continues'
  if (endsSentence(last)) return 'paragraph'
  return last.length <= SHORT_LINE && next.length <= SHORT_LINE ? 'line-break' : 'paragraph'
}

const HYPHEN_AT_END = /\p{L}[-\u2010]$/u
const SHARED_LAST_PART = /^(?:och|eller|samt|respektive|till|men)(?=[\s,]|$)/
const ACRONYM_OR_LETTER = /(?:[\p{Lu}\d]|(?:^|\s)\p{L})[-\u2010]$/u

/** In: two lines of one sentence. Out: the first as it should now end, and what stands between it and the next. */
export function seamOf(last: string, next: string): { last: string; between: '' | ' ' } {
  // "hospitals-\nand care" shares its last part and keeps the hyphen; "NSPL-\noffice" and "North-\nNorway" are written with one.
  if (!HYPHEN_AT_END.test(last) || SHARED_LAST_PART.test(next)) return { last, between: ' ' }
  if (!beginsLower(next) || ACRONYM_OR_LETTER.test(last)) return { last, between: '' }
  return { last: last.slice(0, -1), between: '' }
}
