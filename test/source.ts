/** The files of the tree that a rule looks at, by path. */
export type Tree = ReadonlyMap<string, string>

const REGEX_MAY_FOLLOW = /(?:^|[=(,:[!&|?{};+\-*%~<>\n]|\b(?:return|typeof|case|in|of|throw|await))\s*$/

/** A source text without its comments, and without what its strings, templates and regular expressions say if `bare`. Lines stay. */
export function stripped(text: string, bare: boolean): string {
  let out = ''
  let at = 0
  const keep = (end: number, inside: boolean) => {
    const piece = text.slice(at, end)
    out += inside && bare ? piece.replace(/[^\n]/g, '') : piece
    at = end
  }
  while (at < text.length) {
    const two = text.slice(at, at + 2)
    const sign = text[at]
    if (two === '//') at = endOf(text, '\n', at)
    else if (two === '/*') {
      const end = endOf(text, '*/', at) + 2
      out += text.slice(at, end).replace(/[^\n]/g, '')
      at = end
    } else if (sign === "'" || sign === '"') keep(endOfQuoted(text, at, sign), true)
    else if (sign === '`') {
      const end = endOfTemplate(text, at)
      const piece = text.slice(at, end)
      // What stands in ${…} is code like any other.
      out += bare ? piece.replace(/\$\{([^{}]*)\}|[^\n]/g, (_, code?: string) => (code === undefined ? '' : ` ${code} `)) : piece
      at = end
    } else if (sign === '/' && REGEX_MAY_FOLLOW.test(out.slice(-40))) keep(endOfRegex(text, at), true)
    else keep(at + 1, false)
  }
  return out
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? text.length : found
}

function endOfQuoted(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    // A quote that does not end on its line is an apostrophe in a text.
    else if (text[at] === quote || text[at] === '\n') return at + 1
  }
  return text.length
}

function endOfTemplate(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text.startsWith('${', at)) {
      let depth = 1
      for (at += 2; at < text.length && depth > 0; at++) {
        if (text[at] === '{') depth++
        else if (text[at] === '}') depth--
        else if (text[at] === '`') at = endOfTemplate(text, at) - 1
      }
      at--
    } else if (text[at] === '`') return at + 1
  }
  return text.length
}

function endOfRegex(text: string, from: number): number {
  let inClass = false
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '\n') return from + 1
    else if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    else if (text[at] === '/' && !inClass) return at + 1
  }
  return text.length
}

/** Paths of what a file imports, types and lazy imports too: of files beside it as paths in the tree, of packages by name. */
export function importsOf(path: string, text: string): { to: string; own: boolean }[] {
  const code = stripped(text, false)
  const names = [...code.matchAll(/(?<!['"])\b(?:from|import)\s*\(?\s*['"]([^'"\s]+)['"]/g)].map((match) => match[1] ?? '')
  return names.map((name) => (name.startsWith('.') ? { to: joined(path, name), own: true } : { to: name, own: false }))
}

function joined(from: string, name: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
