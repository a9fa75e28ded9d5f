import {
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  type ISectionOptions,
  PageBreak,
  PageNumber,
  PageOrientation,
  Packer,
  Paragraph,
  type Table,
  TabStopType,
  TextRun,
} from 'docx'
import { escapeHtml } from '../lib/blocks-text.ts'
import type { Doc, Orientation, Part } from '../lib/document.ts'
import { isIntroduction, stretchesOf } from './document-parts.ts'
import { type Lists, noLists, wordBlocks, wordGap, wordList, wordParagraph, xmlSafe } from './word-blocks.ts'
import { COLOURS, FONT_TABLE, PAPER, STYLES } from './word-styles.ts'
import { wordFacts, wordSignatures, wordTable } from './word-table.ts'
import { withZipTime } from './word-zip.ts'

const HEADINGS = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const
const STYLE_OF = { normal: 'Normal', lead: 'Lead', note: 'Note', quote: 'Quote' } as const

const textWidth = (orientation: Orientation) => (orientation === 'portrait' ? PAPER.short : PAPER.long) - 2 * PAPER.side

type Flow = (Paragraph | Table)[]

function wordPart(part: Part, next: Part | undefined, lists: Lists, width: number): Flow {
  switch (part.type) {
    case 'heading':
      return [new Paragraph({ text: xmlSafe(part.text), heading: HEADINGS[part.level] })]
    case 'paragraph':
      return [wordParagraph(part.content, { style: STYLE_OF[part.style], ...(isIntroduction(part, next) && { keepNext: true as const }) })]
    case 'blocks':
      return wordBlocks(part.blocks, lists, width)
    case 'list':
      return wordList(part, lists)
    case 'table':
      return [
        ...(part.caption ? [wordParagraph([{ text: part.caption }], { style: 'Caption' })] : []),
        wordTable(part, lists, width),
        wordGap(),
      ]
    case 'signatures':
      return [wordSignatures(part, width), wordGap()]
    case 'page-break':
      return [new Paragraph({ style: 'Gap', children: [new PageBreak()] })]
    case 'orientation':
      return []
  }
}

function front(doc: Doc, width: number): Flow {
  return [
    wordParagraph([{ text: doc.title }], { style: 'Title' }),
    ...(doc.subtitle ? [wordParagraph([{ text: doc.subtitle }], { style: 'Subtitle' })] : []),
    ...(doc.facts && doc.facts.length > 0 ? [wordFacts(doc.facts, width), wordGap()] : []),
  ]
}

const RULE = { style: BorderStyle.SINGLE, size: 4, space: 6, color: COLOURS.line }

function pageHeader(doc: Doc, width: number): Header {
  const tabStops = [{ type: TabStopType.RIGHT, position: width }]
  const text = `${xmlSafe(doc.header.left)}\t${xmlSafe(doc.header.right)}`
  return new Header({ children: [new Paragraph({ text, style: 'Header', tabStops, border: { bottom: RULE } })] })
}

function pageFooter(doc: Doc, width: number): Footer {
  const { page, of } = doc.pageWords
  const children = [
    new TextRun({ text: `${xmlSafe(doc.footer)}\t${xmlSafe(page)} ` }),
    new TextRun({ children: [PageNumber.CURRENT] }),
    new TextRun({ text: ` ${xmlSafe(of)} ` }),
    new TextRun({ children: [PageNumber.TOTAL_PAGES] }),
  ]
  const tabStops = [{ type: TabStopType.RIGHT, position: width }]
  return new Footer({ children: [new Paragraph({ children, style: 'Footer', tabStops, border: { top: RULE } })] })
}

function sectionsOf(doc: Doc, lists: Lists): ISectionOptions[] {
  return stretchesOf(doc).map(({ orientation, parts }, at) => {
    // Each stretch is a section of its own in Word.
    const width = textWidth(orientation)
    return {
      properties: {
        page: {
          size: {
            width: PAPER.short,
            height: PAPER.long,
            orientation: orientation === 'landscape' ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
          },
          margin: { top: PAPER.top, bottom: PAPER.bottom, left: PAPER.side, right: PAPER.side, header: PAPER.header, footer: PAPER.footer },
        },
      },
      headers: { default: pageHeader(doc, width) },
      footers: { default: pageFooter(doc, width) },
      children: [...(at === 0 ? front(doc, width) : []), ...parts.flatMap((part, place) => wordPart(part, parts[place + 1], lists, width))],
    }
  })
}

/** docx writes the clock's time as the document's; its own is written instead. */
function coreProperties(doc: Doc, createdAt: Date): string {
  const time = `${createdAt.toISOString().slice(0, 19)}Z`
  const text = (name: string, value: string) => `<${name}>${escapeHtml(xmlSafe(value))}</${name}>`
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"' +
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    text('dc:title', doc.title) +
    text('dc:creator', doc.creator) +
    text('cp:lastModifiedBy', doc.creator) +
    text('dc:language', `${doc.language}-SE`) +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${time}</dcterms:modified>` +
    '</cp:coreProperties>'
  )
}

/**
 * In: a document. Out: the bytes of a .docx file on A4, with Word's own heading styles, lists and repeated table titles; text goes in
 * as text, never as markup. The same document gives the same bytes. Throws if `createdAt` is not an instant, or a table's row
 * has more cells than the table has columns.
 */
export async function toWord(doc: Doc): Promise<Uint8Array> {
  const createdAt = new Date(doc.createdAt)
  if (Number.isNaN(createdAt.getTime())) throw new Error('The document has no valid createdAt')
  const lists = noLists()
  const sections = sectionsOf(doc, lists)
  const file = new Document({
    title: xmlSafe(doc.title),
    creator: xmlSafe(doc.creator),
    styles: STYLES,
    numbering: { config: [...lists.used.values()] },
    compatibility: { version: 15 },
    sections,
  })
  const zip = await Packer.pack(file, 'uint8array', false, [
    { path: 'docProps/core.xml', data: coreProperties(doc, createdAt) },
    { path: 'word/fontTable.xml', data: FONT_TABLE },
  ])
  return withZipTime(zip, createdAt)
}
