import { sql } from 'kysely'
import type { TestWorld } from '../../../test/world.ts'
import type { Person } from '../../../test/people.ts'
import { day } from '../../lib/day.ts'
import { aContent, givenSent } from '../dispatches/fixtures.ts'
import type { DispatchContent } from '../dispatches/shapes.ts'
import { mattersApi } from '../matters/contract.ts'
import { repliesApi } from './contract.ts'
import type { Asked } from './rules-draft.ts'
import type { DecidedBy, ReplyContent, ReplyFile, SectionAnswer } from './shapes.ts'

export const BOARD: DecidedBy = {
  how: 'board',
  who: 'Regionstyrelsen',
  on: day('2026-11-24'),
  paragraph: '§ 212',
  adjusted: 'adjusted',
  reservation: false,
  preliminary: false,
}

export const AGAINST: SectionAnswer = { stance: 'oppose', remark: 'Vårdplatserna räcker inte.', wording: null }

/** A sent utskick with its content; regions 12 and 14 unless the content says other recipients. */
export async function givenDispatch(it: TestWorld, but: Partial<DispatchContent> = {}): Promise<{ id: string; content: DispatchContent }> {
  const content = aContent(but)
  return { id: await givenSent(await it.as('secretariat-officer', 'NSPL'), content), content }
}

/** Saves one field of a draft for the first time. */
export async function write(person: Person, dispatchId: string, field: string, value: unknown, version = 0): Promise<number> {
  return (await person.call(repliesApi.saveField, { params: { dispatchId }, body: { field, value, version } })).body.version
}

/** An answer to the first avsnitt, decided by the board; what the draft's version then is. */
export async function givenDraft(person: Person, dispatch: { id: string; content: Asked }): Promise<number> {
  const [section] = dispatch.content.sections
  if (!section) throw new Error('the utskick has no avsnitt')
  const first = await write(person, dispatch.id, `section:${section.id}`, AGAINST)
  return first + (await write(person, dispatch.id, 'decided', BOARD))
}

/** Hands in what is in the draft now. */
export async function handInNow(person: Person, dispatchId: string, relation: ReplyContent['relation'] = 'first') {
  const params = { dispatchId }
  const { version } = (await person.call(repliesApi.draft, { params })).body
  return await person.call(repliesApi.handIn, { params, body: { version, relation } })
}

/** An uploaded file of the person's organisation, as an answer refers to it. */
export async function givenFile(person: Person, role: ReplyFile['role'], text = `Yttrande ${role}`): Promise<ReplyFile> {
  const { body } = await person.call(mattersApi.upload, { query: { name: `${role}.txt` }, bytes: Buffer.from(text, 'utf8') })
  return { ...body, role }
}

/** Moves the clock; whoever is signed in stays so, though a session ends after twelve hours unused. */
export async function moveTo(it: TestWorld, iso: string): Promise<void> {
  const now = it.now(iso)
  await it.asOwner(async (tx) => tx.send(sql`update session set seen_at = ${now}`))
}
