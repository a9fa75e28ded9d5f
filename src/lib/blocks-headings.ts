import { beginsLower, endsSentence, jointOf, type Line, type Wrapping } from './blocks-lines.ts'

/** A heading found in a text: the author's number, the words, a clause's text on the same line, and how many lines it takes. */
export type Heading = { number: string; heading: string; rest: string; lineCount: number }

type Sort = 'markdown' | 'label' | 'clause' | 'decimal' | 'integer'
type Candidate = {
  sort: Sort
  number: string
  heading: string
  path: number[]
  dotted: boolean
  tabbed: boolean
  stands: 'alone' | 'title' | 'sentence'
}

const LONGEST_HEADING = 200
const LONGEST_TITLE = 120
const MOST_TITLE_LINES = 3

const MARKDOWN = /^#{1,6} (\S.*)$/
const LABEL =
  /^((?:Avsnitt|Kapitel|Bilaga|Artikel|Del) (?:\d{1,3}(?:\.\d{1,2}){0,3}|[A-Z]|[IVX]{1,5}))(?:$| ?[.:\u2013\u2014-](?: |$)| )(.*)$/
const SIGN_FIRST = /^(\u00a7 ?\d{1,3}(?: ?[a-z](?=[. ]|$))?)(?:$|[.:]? )(.*)$/
const SIGN_LAST = /^(\d{1,3}(?: ?[a-z])? ?\u00a7)(?:$|[.:]? )(.*)$/
const CHAPTER = /^(\d{1,2} kap\.)(?:$| )(.*)$/
const DECIMAL = /^(\d{1,2}(?:\.\d{1,2}){1,4})\.? (\S.*)$/
const INTEGER = /^(\d{1,2})(\.?)(?: |(?<=\.)(?=\p{L}))(\S.*)$/u
const MAY_BE_HEADING = /^[#*\d\u00a7ABDK]/
const CONTENTS_LINE = /(?:\.{3,}|\u2026|(?:\. ){3}\.?|_{3,}) ?\d{1,4}$/
const BEGINS_UPPER = /^["(\u00bb\u201d\u201c]?\p{Lu}/u

/** In: a trimmed line. Out: whether it could be a title: words that begin with a capital and do not end as a sentence does. */
export function isTitle(text: string): boolean {
  return text.length <= LONGEST_TITLE && BEGINS_UPPER.test(text) && /\p{L}{2}/u.test(text) && !/[.,;:!\u2026-]$/.test(text)
}

const pathOf = (number: string) => (number.match(/\d+/g) ?? []).map(Number)

function standing(text: string): Candidate['stands'] | undefined {
  if (text === '') return 'alone'
  if (isTitle(text)) return 'title'
  return BEGINS_UPPER.test(text) ? 'sentence' : undefined
}

function unmarked(text: string): string {
  const inner = /^\*\*([^*]+)\*\*$/.exec(text)?.[1]
  return inner?.trim() ?? text
}

/** What a line could be if it stood in the right place. Sentences that begin with a number or a year fail here. */
function candidateOf(line: Line): Candidate | undefined {
  if (!MAY_BE_HEADING.test(line.text)) return undefined
  const text = unmarked(line.text)
  if (text.length < 2 || CONTENTS_LINE.test(text.slice(-LONGEST_HEADING))) return undefined
  const markdown = MARKDOWN.exec(text)?.[1]
  if (markdown) return markdown.length <= LONGEST_HEADING ? markdownCandidate(unmarked(markdown)) : undefined

  const common = { dotted: false, tabbed: line.raw.includes('\t') }
  const label = LABEL.exec(text)
  if (label?.[1]) return standingCandidate({ ...common, sort: 'label', number: label[1] }, label[2] ?? '')
  const chapter = CHAPTER.exec(text)
  if (chapter?.[1]) return standingCandidate({ ...common, sort: 'label', number: chapter[1] }, chapter[2] ?? '')
  const clause = SIGN_FIRST.exec(text) ?? SIGN_LAST.exec(text)
  if (clause?.[1]) return standingCandidate({ ...common, sort: 'clause', number: clause[1] }, clause[2] ?? '')
  const decimal = DECIMAL.exec(text)
  if (decimal?.[1]) return standingCandidate({ ...common, sort: 'decimal', number: decimal[1] }, decimal[2] ?? '')
  const integer = INTEGER.exec(text)
  if (integer?.[1])
    return standingCandidate({ ...common, sort: 'integer', number: integer[1], dotted: integer[2] === '.' }, integer[3] ?? '')
  return undefined
}

type Beginning = Pick<Candidate, 'sort' | 'number' | 'dotted' | 'tabbed'>

function standingCandidate(beginning: Beginning, words: string): Candidate | undefined {
  const stands = standing(words.trim())
  // Only a clause of an agreement or a statute has its text on the same line; elsewhere that is a sentence or a list item.
  if (!stands || (stands === 'sentence' && beginning.sort !== 'clause')) return undefined
  const path = pathOf(beginning.number)
  const startsWithZero = /(?:^|\.)0/.test(beginning.number)
  if (startsWithZero) return undefined
  return { ...beginning, heading: words.trim(), path, stands }
}

function markdownCandidate(text: string): Candidate {
  const numbered = /^(\u00a7 ?\d{1,3}|\d{1,2}(?:\.\d{1,2}){0,4})\.? (\S.*)$/.exec(text)
  const number = numbered?.[1] ?? ''
  const path = number.startsWith('\u00a7') ? [] : pathOf(number)
  return { sort: 'markdown', number, heading: numbered?.[2] ?? text, path, dotted: false, tabbed: false, stands: 'title' }
}

const comesAfter = (path: readonly number[], last: readonly number[]): boolean => {
  for (let level = 0; level < path.length; level += 1) {
    const difference = (path[level] ?? 0) - (last[level] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return false
}

// An author skips a number now and then; a larger leap is a quantity.
const LARGEST_LEAP = 3
const LARGEST_FIRST = 30

/** Would this number come next? Stops "21 Regioner", "12.30 Lunch" and a list that begins again at 1 from becoming headings. */
function isInOrder(path: readonly number[], last: readonly number[] | undefined): boolean {
  const own = path.at(-1) ?? 0
  if (!last) return path.length === 1 ? own <= LARGEST_FIRST : own < 10
  if (!comesAfter(path, last)) return false
  const top = path[0] ?? 0
  if (top - (last[0] ?? 0) > LARGEST_LEAP) return false
  if (path.length === 1) return true
  const hasSameParent = path.slice(0, -1).every((part, level) => last[level] === part)
  const sibling = hasSameParent ? (last[path.length - 1] ?? 0) : 0
  return own - sibling <= LARGEST_LEAP
}

type Neighbours = { before: number | undefined; after: number | undefined }

/** For each line the nearest ones above and below with text. */
function neighboursOf(lines: readonly Line[]): Neighbours[] {
  const neighbours: Neighbours[] = lines.map(() => ({ before: undefined, after: undefined }))
  let last: number | undefined
  lines.forEach((line, at) => {
    const own = neighbours[at]
    if (own) own.before = last
    if (!line.text) return
    if (last !== undefined) for (let between = last; between < at; between += 1) setAfter(neighbours[between], at)
    last = at
  })
  return neighbours
}

function setAfter(neighbours: Neighbours | undefined, at: number): void {
  if (neighbours) neighbours.after = at
}

const keyOf = (candidate: Candidate) => `${candidate.number} ${candidate.heading.toLowerCase()}`
const keyWithoutPage = (candidate: Candidate) => keyOf(candidate).replace(/ \d{1,3}$/, '')

/** In: the lines of a text. Out: its headings by line. What looks like one but is a list item, a sentence or a line of the table of contents is left out. */
export function headingsOf(lines: readonly Line[], wrapping: Wrapping): Map<number, Heading> {
  const candidates = lines.map(candidateOf)
  const neighbours = neighboursOf(lines)
  const lastPlaces = new Map<string, number>()
  candidates.forEach((candidate, at) => candidate && lastPlaces.set(keyOf(candidate), at))

  const headings = new Map<number, Heading>()
  const taken = new Set<number>()
  const last: { path: number[] | undefined; clause: number; listed: number } = { path: undefined, clause: 0, listed: 0 }

  const isInContents = (candidate: Candidate, at: number) => {
    const after = neighbours[at]?.after
    const isRepeated = Math.max(lastPlaces.get(keyOf(candidate)) ?? -1, lastPlaces.get(keyWithoutPage(candidate)) ?? -1) > at
    return isRepeated && (after === undefined || candidates[after] !== undefined || after >= at + 2)
  }

  const isListItem = (candidate: Candidate, at: number) => {
    const { before, after } = neighbours[at] ?? {}
    const own = candidate.path[0] ?? 0
    const above = before === undefined ? undefined : lines[before]
    if (above?.text.endsWith(':')) return true
    if (!candidate.dotted) return candidate.tabbed && (isTabbedNumber(before) || isTabbedNumber(after))
    const next = after === undefined ? undefined : lines[after]
    const beyond =
      next && !next.marker && (next.indented || beginsLower(next.text)) && after !== undefined ? neighbours[after]?.after : undefined
    const isFollowed = [after, beyond].some((place) => place !== undefined && isNumber(lines[place], own + 1))
    return isFollowed || (last.listed === own - 1 && last.listed > 0)
  }

  const isTabbedNumber = (at: number | undefined) => at !== undefined && candidates[at]?.sort === 'integer' && candidates[at]?.tabbed

  // The title of a text often stands right above its first heading, and reads on into it as a broken sentence would.
  const isFirstUnderTitle = (candidate: Candidate, at: number) => {
    const above = lines.slice(0, at).filter(({ text }) => text !== '')
    return candidate.path.join() === '1' && above.length <= MOST_TITLE_LINES && above.every(({ text }) => isTitle(text))
  }

  const isInSentence = (candidate: Candidate, at: number) => {
    if (at <= 2 * MOST_TITLE_LINES && isFirstUnderTitle(candidate, at)) return false
    const above = lines[at - 1]
    const own = lines[at]
    if (!above?.text || !own || taken.has(at - 1) || wrapping.width === undefined || endsSentence(above.text)) return false
    return jointOf(above.text, own.text, wrapping) === 'continues'
  }

  const isAmongAppendices = (at: number) => {
    const { before, after } = neighbours[at] ?? {}
    const isListed = [before, after].some((place) => place !== undefined && candidates[place]?.sort === 'label' && !headings.has(place))
    return isListed || (before !== undefined && lines[before]?.text.endsWith(':') === true)
  }

  const accepts = (candidate: Candidate, at: number): boolean => {
    if (candidate.sort === 'markdown') return true
    if (isInSentence(candidate, at) || isInContents(candidate, at)) return false
    if (candidate.sort === 'label') return !isAmongAppendices(at)
    if (candidate.sort === 'clause') {
      const own = candidate.path[0] ?? 0
      return candidate.stands === 'title' && candidate.number.startsWith('\u00a7')
        ? own > last.clause
        : own === last.clause + 1 || own === last.clause
    }
    if (!isInOrder(candidate.path, last.path)) return false
    return candidate.sort === 'decimal' || !isListItem(candidate, at)
  }

  const remember = (candidate: Candidate) => {
    if (candidate.sort === 'clause') last.clause = candidate.path[0] ?? last.clause
    else if (candidate.sort === 'label')
      last.path = /^(?:Avsnitt|Kapitel|\d)/.test(candidate.number) && candidate.path.length > 0 ? candidate.path : undefined
    else if (candidate.path.length > 0) last.path = candidate.path
    if (candidate.sort === 'label') last.clause = 0
    last.listed = 0
  }

  lines.forEach((line, at) => {
    if (!line.text || taken.has(at)) return
    const candidate = candidates[at]
    const heading = candidate && accepts(candidate, at) ? wholeHeading(candidate, lines, at) : undefined
    if (candidate && heading) {
      headings.set(at, heading)
      for (let used = at; used < at + heading.lineCount; used += 1) taken.add(used)
      remember(candidate)
    } else if (line.marker?.form === 'number-dot') {
      last.listed = line.marker.value
    } else if (!line.indented && !beginsLower(line.text) && !line.marker) {
      last.listed = 0
    }
  })
  return headings
}

const isNumber = (line: Line | undefined, value: number) => line?.marker?.form === 'number-dot' && line.marker.value === value

/** The heading with what belongs to it of the next line, or undefined when the next line shows that this was a sentence. */
function wholeHeading(candidate: Candidate, lines: readonly Line[], at: number): Heading | undefined {
  const { number, heading, stands } = candidate
  const next = lines[at + 1]
  if (stands === 'sentence') return { number, heading: '', rest: heading, lineCount: 1 }
  const isNextTitle = next !== undefined && next.text.length <= 80 && isTitle(next.text) && !next.marker
  if (stands === 'alone')
    return isNextTitle ? { number, heading: next.text, rest: '', lineCount: 2 } : { number, heading: '', rest: '', lineCount: 1 }
  if (candidate.sort === 'markdown' || !next?.text || !beginsLower(next.text) || next.marker)
    return { number, heading, rest: '', lineCount: 1 }
  const whole = `${heading} ${next.text}`
  if (candidate.sort === 'clause') return { number, heading: '', rest: heading, lineCount: 1 }
  return isTitle(whole) && !lines[at + 2]?.text ? { number, heading: whole, rest: '', lineCount: 2 } : undefined
}
