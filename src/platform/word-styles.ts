import { AlignmentType, BorderStyle, type IPropertiesOptions, LevelFormat, LineRuleType } from 'docx'

/** Lengths are in twips, a twentieth of a point; font sizes in half points: Word's own units. */
export const PAPER = { short: 11_906, long: 16_838, side: 1_247, top: 1_361, bottom: 1_247, header: 624, footer: 567 } as const

export const COLOURS = {
  ink: '1B1F23',
  heading: '17324D',
  quiet: '55606A',
  line: 'BCC6CF',
  header: 'E3EAF0',
  light: 'F3F6F8',
  accent: 'FFF3D1',
} as const

// Word uses the first of the alternatives that the reader's computer has (fontTable.xml, w:altName).
export const FONT = 'Source Sans 3'
const FONT_ALTERNATIVES = 'Source Sans Pro,Calibri,Arial'

/** The parts of word/fontTable.xml that docx leaves empty: which font to take where ours is not installed. */
export const FONT_TABLE =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
  '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
  `<w:font w:name="${FONT}"><w:altName w:val="${FONT_ALTERNATIVES}"/><w:panose1 w:val="020B0503030403020204"/>` +
  '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>' +
  '</w:fonts>'

export const BODY_SIZE = 21
export const TABLE_SIZE = 19

export const LINE = { style: BorderStyle.SINGLE, size: 4, color: COLOURS.line }
export const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' }

// Said outright: programs differ on what a line's height means when nothing is said, and some set it in points.
const AUTO = LineRuleType.AUTO

const headingStyle = (size: number, before: number, after: number, level: number) => ({
  run: { font: FONT, size, bold: true, color: COLOURS.heading },
  paragraph: { spacing: { before, after, line: 252, lineRule: AUTO }, keepNext: true, keepLines: true, outlineLevel: level },
})

const custom = { basedOn: 'Normal', quickFormat: true }

/** Styles with the names that Word knows, so that its navigation pane, its tables of contents and screen readers work. */
export const STYLES: NonNullable<IPropertiesOptions['styles']> = {
  default: {
    document: {
      run: { font: FONT, size: BODY_SIZE, color: COLOURS.ink, language: { value: 'sv-SE', eastAsia: 'sv-SE' } },
      paragraph: { spacing: { after: 120, line: 271, lineRule: AUTO } },
    },
    title: {
      run: { font: FONT, size: 44, bold: true, color: COLOURS.heading },
      paragraph: { spacing: { before: 120, after: 80, line: 240, lineRule: AUTO }, keepNext: true, keepLines: true },
    },
    heading1: headingStyle(32, 400, 120, 0),
    heading2: headingStyle(25, 300, 80, 1),
    heading3: headingStyle(22, 220, 60, 2),
    listParagraph: { run: {}, paragraph: { spacing: { after: 60 } } },
    caption: {
      run: { font: FONT, size: 20, bold: true, color: COLOURS.ink },
      paragraph: { spacing: { before: 160, after: 80 }, keepNext: true },
    },
  },
  paragraphStyles: [
    {
      ...custom,
      id: 'Subtitle',
      name: 'Subtitle',
      next: 'Normal',
      run: { size: 26, color: COLOURS.quiet },
      paragraph: { spacing: { after: 240 }, keepNext: true },
    },
    { ...custom, id: 'Lead', name: 'Lead', run: { size: 24 }, paragraph: { spacing: { after: 200, line: 276, lineRule: AUTO } } },
    {
      ...custom,
      id: 'Note',
      name: 'Note',
      run: { size: 18, color: COLOURS.quiet },
      paragraph: { spacing: { after: 100, line: 252, lineRule: AUTO } },
    },
    {
      ...custom,
      id: 'Quote',
      name: 'Quote',
      paragraph: {
        indent: { left: 284, right: 284 },
        border: { left: { style: BorderStyle.SINGLE, size: 12, space: 10, color: COLOURS.line } },
      },
    },
    {
      ...custom,
      id: 'TableText',
      name: 'Table Text',
      run: { size: TABLE_SIZE },
      paragraph: { spacing: { after: 40, line: 247, lineRule: AUTO } },
    },
    {
      ...custom,
      id: 'TableHeading',
      name: 'Table Heading',
      run: { size: TABLE_SIZE, bold: true },
      paragraph: { spacing: { after: 0, line: 240, lineRule: AUTO }, keepNext: true },
    },
    {
      ...custom,
      id: 'Gap',
      name: 'Gap',
      quickFormat: false,
      run: { size: 8 },
      paragraph: { spacing: { before: 0, after: 80, line: 160, lineRule: AUTO } },
    },
    {
      ...custom,
      id: 'Header',
      name: 'header',
      quickFormat: false,
      run: { size: 17, color: COLOURS.quiet },
      paragraph: { spacing: { after: 0, line: 240, lineRule: AUTO } },
    },
    {
      ...custom,
      id: 'Footer',
      name: 'footer',
      quickFormat: false,
      run: { size: 17, color: COLOURS.quiet },
      paragraph: { spacing: { after: 0, line: 240, lineRule: AUTO } },
    },
  ],
}

const hanging = (by: number) => ({ style: { paragraph: { indent: { left: by, hanging: by } } } })

/** In: how a list counts, and its first number. Out: the list definition that docx wants; its reference is the two together. */
export function numberingFor(form: 'bullet' | 'number' | 'letter', start: number) {
  const common = { level: 0, alignment: AlignmentType.LEFT, start }
  const level = {
    bullet: { ...common, format: LevelFormat.BULLET, text: '\u2013', ...hanging(284) },
    number: { ...common, format: LevelFormat.DECIMAL, text: '%1.', ...hanging(369) },
    letter: { ...common, format: LevelFormat.LOWER_LETTER, text: '%1)', ...hanging(369) },
  }[form]
  return { reference: `${form}-${start}`, levels: [level] }
}
