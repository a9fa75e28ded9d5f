const LIGATURES: Record<string, string> = {
  '\ufb00': 'ff',
  '\ufb01': 'fi',
  '\ufb02': 'fl',
  '\ufb03': 'ffi',
  '\ufb04': 'ffl',
  '\ufb05': 'st',
  '\ufb06': 'st',
}

/**
 * In: text as typed, or as pasted from Word, a PDF or a mail. Out: the same words in composed form, with newline as the only line end
 * (a page break becomes an empty line), ordinary spaces, and nothing that is invisible: soft hyphens, zero-width and
 * direction marks (which can make a text read differently from what it says) and control characters are gone. Tabs stay.
 */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\v\u0085\u2028\u2029]/g, '\n')
    .replace(/\f/g, '\n\n')
    .replace(/\u00ad\n?/g, '')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\ufb00-\ufb06]/g, (ligature) => LIGATURES[ligature] ?? ligature)
    .replace(/[\uf0b7\uf0a7\uf0fc]/g, '\u2022')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[^\t\n\u0020-\u007e\u00a0-\ufffd\u{10000}-\u{10ffff}]/gu, '')
}
