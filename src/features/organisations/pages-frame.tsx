import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { sha256 } from '../../platform/ids.ts'
import { pagesStyle } from './pages-style.tsx'
import { signInTexts as texts } from './texts-sign-in.ts'

/** The address of the style changes with it, so that it can be kept for ever. */
export const stylePath = `/static/pages-${sha256(pagesStyle).toString('hex').slice(0, 12)}.css`

/** `back` is where a signed-in reader came from: her own first page. */
type PageProps = { title: string; demo: boolean; back?: string | undefined; children: ReactNode }

/** A whole page of plain HTML: it works without scripts, and asks nothing of any other host. */
export function pageHtml(page: PageProps): string {
  return `<!doctype html>${renderToStaticMarkup(<Page {...page} />)}`
}

function Page({ title, demo, back, children }: PageProps) {
  return (
    <html lang="sv">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – ${texts.product}`}</title>
        <link rel="stylesheet" href={stylePath} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a className="skip" href="#main">
          {texts.skip}
        </a>
        <header>
          <div>
            <a className="brand" href="/">
              <Mark />
              {texts.product}
            </a>
            {demo && <span className="demo">{texts.demo}</span>}
            {back !== undefined && (
              <a className="back" href={back}>
                {texts.back}
              </a>
            )}
          </div>
        </header>
        <main id="main">{children}</main>
        <footer>
          <div>
            <span>{texts.warning}</span>
            <a href="/om">{texts.footer.about}</a>
            <a href="/hjalp">{texts.footer.help}</a>
            <a href="/tillganglighet">{texts.footer.accessibility}</a>
          </div>
        </footer>
      </body>
    </html>
  )
}

/** The product's mark, as in the app: one square for each of the 21 regions. One path, since this page counts its bytes. */
function Mark() {
  return (
    <svg viewBox="0 0 34 34" width="26" height="26" aria-hidden="true">
      <path d={SQUARES} fill="currentColor" />
    </svg>
  )
}

const SIDE = [0, 1, 2, 3, 4]
const isCorner = (x: number, y: number) => (x === 0 || x === 4) && (y === 0 || y === 4)
const SQUARES = SIDE.flatMap((y) => SIDE.filter((x) => !isCorner(x, y)).map((x) => `M${1 + x * 6.6} ${1 + y * 6.6}h5.4v5.4h-5.4z`)).join('')

type FieldProps = {
  name: string
  label: string
  hint?: string
  value: string
  wrong: string | undefined
  type?: 'email' | 'text'
  autoComplete: string
  code?: boolean
}

/** One field of a form, with what is wrong right under it and said to those who cannot see it. */
export function Field({ name, label, hint, value, wrong, type = 'text', autoComplete, code = false }: FieldProps) {
  const described = [hint && `${name}-hint`, wrong && `${name}-wrong`].filter(Boolean).join(' ')
  return (
    <>
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="wrong" id={`${name}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={type}
        defaultValue={value}
        autoComplete={autoComplete}
        required
        {...(described && { 'aria-describedby': described })}
        {...(wrong && { 'aria-invalid': true })}
        {...(code && { className: 'code', inputMode: 'numeric' as const, maxLength: 12 })}
      />
    </>
  )
}
