import { randomUUID } from 'node:crypto'
import { day } from '../src/lib/day.ts'
import { REGIONS, SECRETARIAT } from '../src/lib/regions.ts'
import { toWord } from '../src/platform/word.ts'
import type { DispatchContent, DispatchHead } from '../src/features/dispatches/shapes.ts'
import { ReplyContent, type ReplySummary, STANCES } from '../src/features/replies/shapes.ts'
import { compilationDocument } from '../src/features/replies/templates-compilation.ts'
import { cost, type Figure, median } from './figure.ts'

const SECTIONS = 40
const MOST_MS = 1_000

/** Remissammanställning of 21 answers to 40 avsnitt, each with a remark and every third with a wording, as a Word file. */
export async function compilation(): Promise<Figure[]> {
  const sections = Array.from({ length: SECTIONS }, (_, at) => ({
    id: randomUUID(),
    number: `${at + 1}`,
    heading: `Avsnitt nummer ${at + 1}`,
    blocks: [{ id: `p${at}`, type: 'paragraph' as const, content: [{ text: words(60, at) }] }],
    originSectionId: null,
  }))
  const head: DispatchHead = {
    id: randomUUID(),
    senderOrg: SECRETARIAT,
    kind: 'consultation',
    title: 'DEMO: Stor remiss',
    caseNumber: 'RS2026-90099',
    class: 'open',
    secrecy: null,
    contact: { name: 'Prov (demo)', email: 'prov@nspl.example', phone: '' },
    suggestedFunction: '',
    personalData: false,
    lastDay: day('2027-01-15'),
    othersVisible: 'no',
    version: 3,
    sentAt: '2026-11-01T08:00:00.000Z',
    closedAt: '2027-01-18T08:00:00.000Z',
    recalledAt: null,
    recallReason: null,
  }
  const { kind, title, caseNumber, secrecy, contact, suggestedFunction, personalData, lastDay, othersVisible } = head
  const content: DispatchContent = {
    kind,
    title,
    caseNumber,
    class: 'open',
    secrecy,
    coveringLetter: [],
    contact,
    suggestedFunction,
    personalData,
    lastDay,
    othersVisible,
    recipients: { choice: 'all-regions', orgs: [] },
    sections,
    questions: [],
  }
  const replies = REGIONS.map(({ code }, at) => replyOf(code, at, head, sections))
  const given = {
    head,
    content,
    files: [],
    corrections: [],
    recipients: REGIONS.map(({ code }) => ({ org: code })),
    replies,
    madeAt: '2027-01-18T08:00:00.000Z',
  }

  const times: number[] = []
  for (let tries = 0; tries < 5; tries += 1) {
    const started = performance.now()
    const bytes = await toWord(compilationDocument(given))
    times.push(performance.now() - started)
    if (bytes.length < 20_000) throw new Error('the compilation is too small to be one')
  }
  return [
    cost('compilation-21x40-first', times[0] ?? Number.NaN, MOST_MS, 'ms', 1),
    cost('compilation-21x40', median(times), MOST_MS, 'ms', 1),
  ]
}

function replyOf(org: (typeof REGIONS)[number]['code'], at: number, head: DispatchHead, sections: DispatchContent['sections']) {
  const number = `K-2026-${String(at + 1).padStart(6, '0')}`
  const summary: ReplySummary = {
    id: randomUUID(),
    org,
    number,
    form: 'filled',
    channel: 'platform',
    relation: 'first',
    earlierId: null,
    handedInAt: '2027-01-10T08:00:00.000Z',
    handedInBy: 'Prov (demo)',
    receivedOn: null,
    coded: true,
    confirmedAt: null,
    late: false,
  }
  const content = ReplyContent.parse({
    v: 1,
    number,
    org,
    caseNumbers: [],
    form: 'filled',
    channel: 'platform',
    relation: 'first',
    earlierNumber: null,
    dispatch: { id: head.id, title: head.title, caseNumber: head.caseNumber, senderOrg: head.senderOrg, lastDay: head.lastDay },
    overall: { stance: STANCES[at % STANCES.length], comment: words(40, at) },
    sections: sections.map(({ id, number: numbered, heading }, place) => ({
      sectionId: id,
      number: numbered,
      heading,
      stance: STANCES[(at + place) % STANCES.length],
      remark: words(30, at + place),
      wording: (at + place) % 3 === 0 ? words(60, place + (at % 5)) : null,
    })),
    questions: [],
    files: [],
    decided: null,
    handedInAt: '2027-01-10T08:00:00.000Z',
    handedInBy: 'Prov (demo)',
    enteredByOrg: org,
    receivedOn: null,
  })
  return { summary, content, passages: [] }
}

const WORDS = 'regionen ledning samverkan beredskap vård planering stab uthållighet lägesbild övning rutin resurs'.split(' ')
const words = (count: number, seed: number) => Array.from({ length: count }, (_, at) => WORDS[(at * 7 + seed * 3) % WORDS.length]).join(' ')
