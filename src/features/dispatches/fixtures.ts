import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { TestWorld } from '../../../test/world.ts'
import type { Person } from '../../../test/people.ts'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import { newId } from '../../platform/ids.ts'
import { mattersApi } from '../matters/contract.ts'
import { dispatchesApi as api } from './contract.ts'
import type { DispatchContent } from './shapes.ts'

/** A consultation that lacks nothing, to two regions. */
export function aContent(but: Partial<DispatchContent> = {}): DispatchContent {
  return {
    kind: 'consultation',
    title: 'Nationell plan för vårdplatser',
    caseNumber: 'NSPL 2026-17',
    class: 'open',
    secrecy: null,
    coveringLetter: [{ id: 'p1', type: 'paragraph', content: [{ text: 'Regionerna ges tillfälle att yttra sig.' }] }],
    contact: { name: 'Astrid Demberg (demo)', email: 'astrid@nspl.example', phone: '018-000 00 00' },
    suggestedFunction: 'Beredskapsenheten',
    personalData: false,
    lastDay: day('2027-03-19'),
    othersVisible: 'after-last-day',
    recipients: { choice: 'picked', orgs: [orgCode('12'), orgCode('14')] },
    sections: [aSection('1', 'Inledning'), aSection('2', 'Vårdplatser')],
    questions: [{ id: randomUUID(), type: 'yes-no', text: 'Går planen att genomföra?', help: '', required: false }],
    ...but,
  }
}

export function aSection(number: string, heading: string): DispatchContent['sections'][number] {
  return {
    id: randomUUID(),
    number,
    heading,
    blocks: [{ id: `p-${number}`, type: 'paragraph', content: [{ text: `Text under ${heading}.` }] }],
    originSectionId: null,
  }
}

/** Registry addresses for all regions, confirmed unless named. */
export async function givenAddresses(
  it: TestWorld,
  but: { unconfirmed?: readonly string[]; without?: readonly string[] } = {},
): Promise<void> {
  const { personId } = await it.as('operator', 'NSPL')
  await it.asOwner(async (tx) => {
    const regions = await tx.rows(sql<{ code: string }>`select code from organisation where kind = 'region'`)
    for (const { code } of regions.filter((region) => !but.without?.includes(region.code))) {
      const [at, how, by] = but.unconfirmed?.includes(code) ? [null, null, null] : [it.now(), 'telephone', personId]
      tx.send(sql`
        insert into organisation_address (id, org_code, purpose, address, from_on, confirmed_at, confirmed_how, confirmed_by)
        values (${newId(it.now())}, ${code}, 'registry', ${`registrator@${code}.example`}, '2026-01-01', ${at}, ${how}, ${by})`)
    }
  })
}

/** A saved draft. */
export async function givenDraft(officer: Person, content: DispatchContent = aContent()): Promise<{ id: string; version: number }> {
  const { id } = (await officer.call(api.create, { body: { kind: content.kind } })).body
  const { version } = (await officer.call(api.save, { params: { dispatchId: id }, body: content, ifMatch: 1 })).body
  return { id, version }
}

/** A sent utskick. Addresses must have been given. */
export async function givenSent(officer: Person, content: DispatchContent = aContent()): Promise<string> {
  const { id, version } = await givenDraft(officer, content)
  const sent = await officer.call(api.send, { params: { dispatchId: id }, body: { version, dayAsked: true, fileIds: [] } })
  if (sent.body.recipients === 0) throw new Error('sent to nobody')
  return id
}

/** A small text file of the person's organisation. */
export async function givenUpload(person: Person, name: string, text: string): Promise<{ sha256: string; name: string }> {
  const { sha256 } = (await person.call(mattersApi.upload, { query: { name }, bytes: Buffer.from(text, 'utf8') })).body
  return { sha256, name }
}
