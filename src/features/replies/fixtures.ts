import { sql } from 'kysely'
import type { TestWorld } from '../../../test/world.ts'
import type { Day } from '../../lib/day.ts'
import { newId } from '../../platform/ids.ts'
import type { Question } from '../dispatches/shapes-questions.ts'
import type { Kind, OthersVisible } from '../dispatches/shapes.ts'
import type { DecidedBy } from './shapes.ts'

export const BOARD: DecidedBy = {
  how: 'board',
  who: 'Regionstyrelsen',
  on: '2026-11-24' as Day,
  paragraph: '§ 212',
  adjusted: 'adjusted',
  reservation: false,
  preliminary: false,
}

export type Given = { id: string; sections: string[]; questions: Question[] }
type About = { kind?: Kind; lastDay?: Day | null; othersVisible?: OthersVisible; to?: string[]; questions?: Question[]; sections?: number; recalled?: boolean }

export async function givenDispatch(it: TestWorld, about: About = {}): Promise<Given> {
  const id = newId(it.now())
  const questions = about.questions ?? []
  const sections = Array.from({ length: about.sections ?? 2 }, () => newId(it.now()))
  const officer = await it.as('secretariat-officer', 'NSPL')
  await it.asOwner(async (tx) => {
    tx.send(sql`insert into dispatch (id, sender_org, kind, title, case_number, last_day, others_visible, made_at, made_by, changed_at, changed_by, contact)
      values (${id}, 'NSPL', ${about.kind ?? 'consultation'}, 'Plan för vårdplatser', 'NSPL 2026-17', ${about.lastDay === undefined ? '2026-12-18' : about.lastDay},
        ${about.othersVisible ?? 'after-last-day'}, ${it.now()}, ${officer.personId}, ${it.now()}, ${officer.personId}, '{"name":"","email":"","phone":""}')`)
    sections.forEach((section, at) =>
      tx.send(sql`insert into section (id, dispatch_id, sender_org, position, number, heading, blocks) values (${section}, ${id}, 'NSPL', ${at}, ${String(at + 1)}, ${`Avsnitt ${at + 1}`}, '[]')`),
    )
    questions.forEach((question, at) =>
      tx.send(sql`insert into question (id, dispatch_id, sender_org, position, definition) values (${question.id}, ${id}, 'NSPL', ${at}, ${JSON.stringify(question)}::jsonb)`),
    )
    tx.send(sql`update dispatch set sent_at = ${it.now()} where id = ${id}`)
    for (const org of about.to ?? ['12', '14'])
      tx.send(sql`insert into recipient (id, dispatch_id, sender_org, org_code, address, added_at) values (${newId(it.now())}, ${id}, 'NSPL', ${org}, ${`registrator@${org}.example`}, ${it.now()})`)
  })
  return { id, sections, questions }
}
