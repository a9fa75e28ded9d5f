import { docxParts, pdfOf, zipOf } from '../src/platform/file-check-fixtures.ts'

/** What the walk writes; all of it made up. */
export const TITLE = 'DEMO: Läkemedelsförsörjning vid höjd beredskap'
export const CASE_NUMBER = 'RS2026-98765'

export const LETTER = `NSPL:s kansli remitterar ett förslag till gemensam läkemedelsförsörjning.

Regionen ombeds att:
– ta ställning till varje avsnitt
– besvara frågorna`

export const PASTED = `1 Inledning

Förslaget gäller läkemedel som regionerna håller i gemensamma lager.

2 Lagerhållning

Varje region ska hålla lager för 30 dygn. Lagret omsätts i den dagliga vården.

2.1 Fördelning

Regionerna fördelar lager efter befolkning.`

export const SECTIONS = ['1 Inledning', '2 Lagerhållning', '2.1 Fördelning'] as const
export const REMARK = 'Lagret räcker inte för intensivvården; räkna med 45 dygn.'
export const COMMENT = 'Region Skåne ställer sig bakom inriktningen.'
export const OWN_PASSAGE = 'Gotland har ingen landförbindelse och behöver egna lager.'
export const SKANE_NUMBER = '2026-O000123'

export type FilePayload = { name: string; mimeType: string; buffer: Buffer }

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const pdfFile = (name: string, inTrailer = ''): FilePayload => ({ name, mimeType: 'application/pdf', buffer: pdfOf(inTrailer) })
export const docxFile = (name: string): FilePayload => ({ name, mimeType: DOCX, buffer: zipOf(docxParts()) })
export const textFile = (name: string, text: string): FilePayload => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
