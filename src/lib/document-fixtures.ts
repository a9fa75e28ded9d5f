import type { Doc, Part } from './document.ts'

/** A document with these parts, for the tests of every format. */
export const aDoc = (parts: Part[], changes: Partial<Doc> = {}): Doc => ({
  title: 'Remissammanställning',
  language: 'sv',
  creator: 'NSPL',
  createdAt: '2026-11-24T14:03:10.000Z',
  header: { left: 'NSPL', right: 'NSPL 2026-0042' },
  footer: 'Sammanställd 2027-03-22',
  pageWords: { page: 'Sida', of: 'av' },
  orientation: 'portrait',
  parts,
  ...changes,
})
