import type { Block, Inline } from './blocks.ts'
import { blocksToHtml, blocksToPlain, escapeHtml, inlinesToHtml, inlinesToPlain } from './blocks-text.ts'

/** A letter ready to be sent: both bodies say the same. */
export type Letter = { subject: string; text: string; html: string }

export type LetterPart =
  | { type: 'heading'; text: string }
  | { type: 'text'; content: Inline[] }
  | { type: 'facts'; facts: readonly (readonly [label: string, value: string])[] }
  | { type: 'list'; items: readonly Inline[][] }
  | { type: 'blocks'; blocks: readonly Block[] }
  | { type: 'link'; words: string; url: string }

/** A letter before it has a format. `from` stands at the top, `title` below it; `footer` closes it in small type. */
export type LetterContent = { subject: string; from: string; title: string; parts: readonly LetterPart[]; footer: string }

/**
 * In: any text. Out: the same on one line: line ends, tabs, control and invisible characters (which could forge a header, or make
 * it read otherwise than it is) are gone, runs of space are one.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .trim()
}

const INDENT = '    '
const indented = (text: string) => text.replaceAll('\n', `\n${INDENT}`)
const underlined = (text: string, sign: string) => `${text}\n${sign.repeat(Math.min(Array.from(text).length, 72))}`

function partToText(part: LetterPart): string {
  switch (part.type) {
    case 'heading':
      return underlined(part.text, '-')
    case 'text':
      return inlinesToPlain(part.content)
    case 'facts':
      return part.facts.map(([label, value]) => `${label}: ${indented(value)}`).join('\n')
    case 'list':
      return part.items.map((item) => `\u2013 ${inlinesToPlain(item).replaceAll('\n', '\n  ')}`).join('\n')
    case 'blocks':
      return blocksToPlain(part.blocks)
    case 'link':
      return `${part.words}\n${part.url}`
  }
}

// No colour is set on text or ground: a program in dark mode then chooses both, and neither disappears. Lines are of a middle grey.
const LINE = '1px solid #98a4af'
const FONT = "'Segoe UI',Calibri,Arial,Helvetica,sans-serif"
const STYLE = {
  from: `margin:0;padding:0 0 8px;border-bottom:3px solid #2f6f9f;font-size:14px;font-weight:bold;letter-spacing:0.3px`,
  title: 'margin:20px 0 12px;font-size:23px;line-height:1.3;font-weight:bold',
  heading: 'margin:28px 0 8px;font-size:18px;line-height:1.3;font-weight:bold',
  paragraph: 'margin:0 0 12px',
  list: 'margin:0 0 12px;padding:0 0 0 24px',
  item: 'margin:0 0 6px',
  facts: `width:100%;margin:0 0 16px;border-collapse:collapse;border-bottom:${LINE}`,
  label: `width:34%;padding:7px 12px 7px 0;border-top:${LINE};text-align:left;vertical-align:top;font-weight:bold`,
  value: `padding:7px 0;border-top:${LINE};text-align:left;vertical-align:top`,
  table: 'margin:0 0 12px;border-collapse:collapse',
  cell: `padding:5px 8px;border:${LINE};text-align:left;vertical-align:top`,
  footer: `margin:28px 0 0;padding:12px 0 0;border-top:${LINE};font-size:13px`,
} as const

const lines = (text: string) => escapeHtml(text).replaceAll('\n', '<br>')

/** blocksToHtml writes tags without attributes and no other "<", so each tag can be given its style. */
function styledBlocks(blocks: readonly Block[]): string {
  return blocksToHtml(blocks)
    .replaceAll('<p>', `<p style="${STYLE.paragraph}">`)
    .replaceAll('<ul>', `<ul style="${STYLE.list}">`)
    .replace(/<ol( [^>]*)?>/g, (_, attributes: string | undefined) => `<ol${attributes ?? ''} style="${STYLE.list}">`)
    .replaceAll('<li>', `<li style="${STYLE.item}">`)
    .replaceAll('<table>', `<table cellpadding="0" cellspacing="0" style="${STYLE.table}">`)
    .replaceAll('<th scope="col">', `<th scope="col" style="${STYLE.cell}">`)
    .replaceAll('<td>', `<td style="${STYLE.cell}">`)
}

function factsToHtml(facts: readonly (readonly [string, string])[]): string {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" style="${STYLE.label}">${lines(label)}</th><td style="${STYLE.value}">${lines(value)}</td></tr>`,
  )
  return `<table cellpadding="0" cellspacing="0" border="0" width="100%" style="${STYLE.facts}">${rows.join('')}</table>`
}

function partToHtml(part: LetterPart): string {
  switch (part.type) {
    case 'heading':
      return `<h2 style="${STYLE.heading}">${lines(part.text)}</h2>`
    case 'text':
      return `<p style="${STYLE.paragraph}">${inlinesToHtml(part.content)}</p>`
    case 'facts':
      return factsToHtml(part.facts)
    case 'list':
      return `<ul style="${STYLE.list}">${part.items.map((item) => `<li style="${STYLE.item}">${inlinesToHtml(item)}</li>`).join('')}</ul>`
    case 'blocks':
      return styledBlocks(part.blocks)
    case 'link':
      return `<p style="${STYLE.paragraph}">${lines(part.words)}<br><a href="${escapeHtml(part.url)}">${escapeHtml(part.url)}</a></p>`
  }
}

/**
 * In: a letter's content. Out: its subject on one line, its plain text, and the same as HTML that Outlook can show: layout by tables,
 * styles on the elements, nothing fetched from anywhere. Throws on a link that is not http or https.
 */
export function letterOf(content: LetterContent): Letter {
  for (const part of content.parts) {
    if (part.type === 'link' && !/^https?:\/\//.test(part.url)) throw new Error(`A letter links to http or https only: ${part.url}`)
  }
  const { from, title, parts, footer } = content
  const text = [from, underlined(title, '='), ...parts.map(partToText), `-- \n${footer}`].filter((part) => part.trim() !== '')
  const body = [
    `<p style="${STYLE.from}">${lines(from)}</p>`,
    `<h1 style="${STYLE.title}">${lines(title)}</h1>`,
    ...parts.map(partToHtml),
    `<p style="${STYLE.footer}">${lines(footer)}</p>`,
  ]
  return { subject: oneLine(content.subject), text: `${text.join('\n\n')}\n`, html: page(oneLine(content.subject), body.join('\n')) }
}

// "a)" as its author wrote it. A program that knows no such style shows "a.".
const LETTERED = '@counter-style lettered{system:extends lower-alpha;suffix:") "}ol[type=a]{list-style-type:lettered}'

const page = (subject: string, body: string) => `<!DOCTYPE html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${LETTERED}</style>
</head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:20px 16px">
<table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:640px">
<tr><td style="text-align:left;font-family:${FONT};font-size:16px;line-height:1.5">
${body}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
