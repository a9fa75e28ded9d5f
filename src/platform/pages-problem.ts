import { escapeHtml } from '../lib/blocks-text.ts'
import { addressOf, texts } from './texts-http.ts'

/** What went wrong, as a page that needs neither script nor style. */
export function problemPage(told: { title: string; detail: string; requestId: string }): string {
  return `<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(told.title)} – NSPL</title>
</head>
<body>
<main>
<h1>${escapeHtml(told.title)}</h1>
<p>${escapeHtml(told.detail)}</p>
<p><a href="${addressOf.start}">${escapeHtml(texts.toStart)}</a></p>
<p><small>${escapeHtml(texts.reference(told.requestId))}</small></p>
</main>
</body>
</html>
`
}
