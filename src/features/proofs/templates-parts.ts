import { clock, dayOf, longInstant, shortDay } from '../../lib/day.ts'
import { type Doc, type Part, textCell } from '../../lib/document.ts'
import { numberText, sizeText } from '../../lib/number.ts'
import { organisationName } from '../dispatches/rules-recipients.ts'
import type { ProofFacts } from './shapes.ts'
import { receiptTexts as texts } from './texts.ts'

export type Fact = [label: string, value: string]

export const heading = (text: string): Part => ({ type: 'heading', level: 1, text })
export const plain = (text: string): Part => ({ type: 'paragraph', style: 'normal', content: [{ text }] })
export const fact = (label: string, value: string): Fact[] => (value.trim() === '' ? [] : [[label, value.trim()]])
export const instant = (iso: string) => longInstant(new Date(iso))
/** For tables: without the name of the day. */
export const shortInstant = (iso: string) => texts.shortInstant(shortDay(dayOf(new Date(iso))), clock(new Date(iso)))

/** Hex in groups, so that it can be compared by eye and broken into lines. */
export const grouped = (hex: string, by: number) => hex.replace(new RegExp(`(.{${by}})(?=.)`, 'g'), '$1 ')

/** Label and value, as in the head of a document, but further down in it. */
export const factTable = (facts: readonly Fact[]): Part => ({
  type: 'table',
  repeatHeader: false,
  columns: [
    { title: '', width: 29 },
    { title: '', width: 71 },
  ],
  rows: facts.map(([label, value]) => [textCell(label, { bold: true }), textCell(value)]),
})

/** What is receipted: the file that holds it word for word, and its sum. */
export function contentParts(fileName: string, sha256: string): Part[] {
  return [
    heading(texts.content),
    plain(texts.contentText(fileName)),
    { type: 'paragraph', style: 'quote', content: [{ text: grouped(sha256, 8) }] },
  ]
}

export function fileParts(files: readonly { name: string; size: number; sha256: string }[]): Part[] {
  if (files.length === 0) return []
  return [
    { type: 'heading', level: 2, text: texts.files },
    {
      type: 'table',
      repeatHeader: true,
      columns: [
        { title: texts.fileName, width: 40 },
        { title: texts.fileSize, width: 14, align: 'right' },
        { title: texts.checksum, width: 46 },
      ],
      rows: files.map(({ name, size, sha256 }) => [textCell(name), textCell(sizeText(size)), textCell(grouped(sha256, 16))]),
    },
  ]
}

/** Where it stands in the signed log, and how anybody can see that it does. */
export function proofParts(proof: ProofFacts, at: string, names: { proof: string; content: string }): Part[] {
  const [origin, size, root] = proof.checkpoint
  const label = texts.proofLabel
  return [
    heading(texts.proof),
    plain(texts.proofText),
    factTable([
      [label.log, `${organisationName(proof.log)} (${proof.log})`],
      [label.index, numberText(proof.index)],
      [label.at, instant(at)],
      [label.origin, origin],
      [label.size, numberText(Number(size))],
      [label.root, root],
      [label.key, proof.fingerprint],
    ]),
    heading(texts.verify),
    { type: 'list', ordered: true, items: texts.steps(names.proof, names.content).map((text) => [{ text }]) },
    { type: 'paragraph', style: 'note', content: [{ text: texts.keep }] },
  ]
}

type Given = { subtitle: string; what: string; right: string; createdAt: string; facts: Fact[]; parts: Part[] }

/** A receipt's page. Its time is the act's own, so that the same receipt has the same bytes whenever it is made. */
export function receiptDoc({ subtitle, what, right, createdAt, facts, parts }: Given): Doc {
  return {
    title: texts.title,
    subtitle,
    language: 'sv',
    creator: texts.creator,
    createdAt,
    header: { left: texts.header, right },
    footer: texts.footer(what),
    pageWords: texts.pageWords,
    facts,
    orientation: 'portrait',
    parts,
  }
}
