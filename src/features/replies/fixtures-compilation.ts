import { createHash } from 'node:crypto'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import type { CompiledReply } from './rules-compilation.ts'
import type { Passage, ReplyContent, ReplySummary } from './shapes.ts'

type But = {
  summary?: Partial<ReplySummary>
  content?: Partial<ReplyContent>
  passages?: readonly Passage[]
}

let made = 0

/** An answer filled in by a region and decided by its board, each later than the one before. */
export function aCompiledReply(org: string, but: But = {}): CompiledReply {
  made += 1
  const number = but.content?.number ?? `K-2027-${String(made).padStart(6, '0')}`
  const handedInAt = `2027-03-10T08:${String(Math.floor(made / 60) % 60).padStart(2, '0')}:${String(made % 60).padStart(2, '0')}.000Z`
  const content: ReplyContent = {
    v: 1,
    number,
    dispatch: {
      id: 'd',
      title: 'Nationell plan för vårdplatser',
      caseNumber: 'NSPL 2026-17',
      senderOrg: orgCode('NSPL'),
      lastDay: day('2027-03-19'),
    },
    org: orgCode(org),
    caseNumbers: ['RS 2026/12'],
    form: 'filled',
    channel: 'platform',
    relation: 'first',
    earlierNumber: null,
    overall: { stance: 'support', comment: '' },
    sections: [],
    questions: [],
    files: [],
    decided: {
      how: 'board',
      who: 'Regionstyrelsen',
      on: day('2027-03-02'),
      paragraph: '§ 45',
      adjusted: 'adjusted',
      reservation: false,
      preliminary: false,
    },
    handedInAt,
    handedInBy: 'Eva Sund (demo)',
    enteredByOrg: orgCode(org),
    receivedOn: null,
    ...but.content,
  }
  const summary: ReplySummary = {
    id: `r${made}`,
    org: content.org,
    number,
    form: content.form,
    channel: content.channel,
    relation: content.relation,
    earlierId: null,
    handedInAt: content.handedInAt,
    handedInBy: content.handedInBy,
    receivedOn: content.receivedOn,
    coded: content.form === 'filled',
    confirmedAt: null,
    late: false,
    ...but.summary,
  }
  return { summary, content, passages: but.passages ?? [] }
}

/** What is said of the avsnitt with this id. */
export function onSection(sectionId: string, said: Partial<ReplyContent['sections'][number]>): ReplyContent['sections'][number] {
  return { sectionId, number: '1', heading: 'Inledning', stance: null, remark: '', wording: null, ...said }
}

export function aPassage(said: Partial<Passage>): Passage {
  return {
    id: 'p',
    sectionId: null,
    questionId: null,
    stance: null,
    text: 'Ur yttrandet.',
    madeAt: '2027-03-11T08:00:00.000Z',
    madeBy: 'Erik Lund (demo)',
    ...said,
  }
}

export function aReplyFile(name: string, role: 'own-statement' | 'attachment' | 'original' = 'own-statement') {
  return { name, role, size: 340_000, mediaType: 'application/pdf', sha256: createHash('sha256').update(name).digest('hex') }
}
