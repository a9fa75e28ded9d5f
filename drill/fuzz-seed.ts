import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { dispatchesApi } from '../src/features/dispatches/contract.ts'
import { aContent, aSection, givenDraft as givenDispatchDraft } from '../src/features/dispatches/fixtures.ts'
import { mattersApi } from '../src/features/matters/contract.ts'
import { organisationsApi } from '../src/features/organisations/contract.ts'
import { repliesApi } from '../src/features/replies/contract.ts'
import { BOARD, givenDraft, givenFile, handInNow } from '../src/features/replies/fixtures.ts'
import { upkeepApi } from '../src/features/upkeep/contract.ts'
import { orgCode } from '../src/lib/regions.ts'
import type { Endpoint } from '../src/lib/contract.ts'
import { HELD } from '../test/access-table.ts'
import type { Person } from '../test/people.ts'
import type { TestWorld } from '../test/world.ts'
import type { Known } from './arbitraries.ts'

/** Whom the fuzzer is: one person per kind of organisation, with every role that it can give. */
export type Hats = { secretariat: Person; region: Person; area: Person }

export async function hatsOf(it: TestWorld): Promise<Hats> {
  const [secretariat, region, area] = await Promise.all([it.as(HELD.secretariat, 'NSPL'), it.as(HELD.region, '12'), it.as(HELD.area, 'SO')])
  return { secretariat, region, area }
}

/** A call that is right and can be done, of somebody who may. */
export type Example = {
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
  ifMatch: string | undefined
  by: keyof Hats
}
/** Ids of what there is, the best first, by the name of the parameter that asks for it. */
export type Ids = Record<string, readonly string[]>
export type Sown = { ids: Ids; known: Known; examples: Map<Endpoint, Example> }

const newContent = () => aContent({ sections: [aSection('1', 'Inledning'), aSection('2', 'Vårdplatser')] })

/** An utskick in each state there is, with files and answers; and for each command one call that can be done on them. */
export async function sow(it: TestWorld, hats: Hats): Promise<Sown> {
  const { secretariat, region } = hats
  const uploaded = await givenFile(secretariat, 'own-statement')
  const file = { sha256: uploaded.sha256, name: 'plan.txt', role: 'attachment' as const, replacesId: null }
  const other = await givenFile(secretariat, 'attachment', 'En annan bilaga.')
  const another = { ...file, sha256: other.sha256, name: 'annan.txt' }

  const content = newContent()
  const draft = await givenDispatchDraft(secretariat, content)
  const attached = (await secretariat.call(dispatchesApi.attach, { params: { dispatchId: draft.id }, body: file })).body
  const draftNow = (await secretariat.call(dispatchesApi.find, { params: { dispatchId: draft.id } })).body
  const removable = await givenDispatchDraft(secretariat, newContent())
  const ready = await sendable(secretariat, file)
  const sent = await sendable(secretariat, file)
  await secretariat.call(dispatchesApi.send, { params: { dispatchId: sent.dispatchId }, body: sent.body })
  const answered = await sendable(secretariat, file)
  await secretariat.call(dispatchesApi.send, { params: { dispatchId: answered.dispatchId }, body: answered.body })

  const { dispatchId } = answered
  await region.call(dispatchesApi.open, { params: { dispatchId } })
  await region.call(dispatchesApi.confirmReceipt, { params: { dispatchId }, body: { caseNumber: 'RS2026-17' } })
  await givenDraft(region, { id: dispatchId, content: answered.content })
  const own = (await handInNow(region, dispatchId)).body
  const onBehalf = {
    slotOrg: '12',
    channel: 'mail' as const,
    receivedOn: it.today(),
    caseNumber: null,
    overall: { stance: 'support', comment: '' },
    decided: null,
    files: [uploaded],
  }
  const entered = await secretariat.call(repliesApi.enterOnBehalf, {
    params: { dispatchId: sent.dispatchId },
    body: onBehalf as never,
  })
  const draftVersion = await givenDraft(region, { id: sent.dispatchId, content: sent.content })
  await secretariat.call(dispatchesApi.correct, { params: { dispatchId }, body: { text: 'Ändrad.', newLastDay: null, files: [file] } })
  const replyId = entered.body.replyId
  const passage = { sectionId: null, questionId: null, stance: null, text: 'Vi tillstyrker.' }
  const tagged = await secretariat.call(repliesApi.tag, { params: { replyId }, body: passage })
  const refused = await refuseLetter(it, sent.dispatchId)
  await it.world.checkpoints.sign()

  const ids = await idsOf(it, { dispatchId: [dispatchId, sent.dispatchId, draft.id], replyId: [own.replyId, replyId] })
  const one = (endpoint: Endpoint, by: keyof Hats, parts: Partial<Example> = {}): [Endpoint, Example] => [
    endpoint,
    { params: {}, query: {}, body: {}, ifMatch: undefined, by, ...parts },
  ]
  const onSent = { dispatchId: sent.dispatchId }
  const newcomer = { name: 'Nya Nilsson (demo)', email: `${randomUUID()}@nspl.example`, phone: null }
  const mandate = { org: 'NSPL', role: 'reader', title: null, fromOn: it.today(), toOn: null }
  const address = (
    await secretariat.call(organisationsApi.setAddress, {
      params: { addressOrg: orgCode('05') },
      body: { address: `${randomUUID()}@05.example` },
    })
  ).body
  const examples = new Map<Endpoint, Example>([
    one(dispatchesApi.create, 'secretariat', { body: { kind: 'consultation' } }),
    one(dispatchesApi.save, 'secretariat', { params: { dispatchId: draft.id }, body: content, ifMatch: `"${draftNow.head.version}"` }),
    one(dispatchesApi.remove, 'secretariat', { params: { dispatchId: removable.id } }),
    one(dispatchesApi.attach, 'secretariat', { params: { dispatchId: draft.id }, body: another }),
    one(dispatchesApi.detach, 'secretariat', { params: { dispatchId: draft.id, fileId: attached.id } }),
    one(dispatchesApi.file, 'secretariat', { params: { dispatchId: draft.id, fileId: attached.id } }),
    one(dispatchesApi.preview, 'secretariat', { params: { dispatchId: draft.id } }),
    one(dispatchesApi.send, 'secretariat', { params: { dispatchId: ready.dispatchId }, body: ready.body }),
    one(dispatchesApi.correct, 'secretariat', {
      params: { dispatchId },
      body: { text: 'En till.', newLastDay: '2027-04-14', files: [another] },
    }),
    one(dispatchesApi.recall, 'secretariat', { params: onSent, body: { reason: 'Fel bilaga.' } }),
    one(dispatchesApi.close, 'secretariat', { params: onSent }),
    one(dispatchesApi.extend, 'secretariat', { params: { ...onSent, slotOrg: '14' }, body: { to: '2027-04-30' } }),
    one(dispatchesApi.resend, 'secretariat', { params: { ...onSent, slotOrg: refused } }),
    one(dispatchesApi.noteReceipt, 'secretariat', {
      params: { ...onSent, slotOrg: '14' },
      body: { how: 'telephone', caseNumber: 'RS2026-18' },
    }),
    one(dispatchesApi.reminder, 'secretariat', { params: onSent }),
    one(dispatchesApi.remind, 'secretariat', { params: onSent, body: { orgs: ['14'] } }),
    one(dispatchesApi.open, 'region', { params: onSent }),
    one(dispatchesApi.confirmReceipt, 'region', { params: onSent, body: { caseNumber: 'RS2026-19' } }),
    one(dispatchesApi.removeCaseNumber, 'region', { params: { dispatchId }, body: { caseNumber: 'RS2026-17' } }),
    one(mattersApi.upload, 'secretariat', { query: { name: 'plan.txt' }, body: Buffer.from(`Planen ${randomUUID()}.`) }),
    one(repliesApi.saveField, 'region', {
      params: onSent,
      body: { field: 'overall', value: { stance: 'support', comment: 'Ja.' }, version: 0 },
    }),
    one(repliesApi.markDecided, 'region', { params: onSent, body: { decided: true } }),
    one(repliesApi.handIn, 'region', { params: onSent, body: { version: draftVersion, relation: 'replaces' } }),
    one(repliesApi.clearDraft, 'region', { params: { dispatchId } }),
    one(repliesApi.confirm, 'region', { params: { replyId } }),
    one(repliesApi.enterOnBehalf, 'secretariat', {
      params: onSent,
      body: { ...onBehalf, slotOrg: '14', decided: { ...BOARD, how: 'board' } },
    }),
    one(repliesApi.tag, 'secretariat', { params: { replyId }, body: passage }),
    one(repliesApi.markCoded, 'secretariat', { params: { replyId } }),
    one(repliesApi.untag, 'secretariat', { params: { replyId, passageId: tagged.body.id } }),
    one(organisationsApi.addPerson, 'secretariat', { body: { person: newcomer, mandate } }),
    one(organisationsApi.changePerson, 'secretariat', {
      params: { personId: hats.area.personId },
      body: { name: 'Bytt Namn (demo)', email: hats.area.email, phone: null },
      ifMatch: '"1"',
    }),
    one(organisationsApi.endPerson, 'secretariat', { params: { personId: hats.area.personId } }),
    one(organisationsApi.addMandate, 'secretariat', { params: { personId: hats.area.personId }, body: mandate }),
    one(organisationsApi.setAddress, 'secretariat', { params: { addressOrg: '05' }, body: { address: `${randomUUID()}@05.example` } }),
    one(organisationsApi.confirmAddress, 'secretariat', {
      params: { addressOrg: '05' },
      body: { addressId: address.id, how: 'telephone' },
    }),
    one(upkeepApi.giveUpLetter, 'secretariat', { body: { reason: 'Fel adress.' }, params: { mailId: ids['mailId']?.[0] ?? '' } }),
  ])
  return { ids, known: await knownOf(it, ids), examples }
}

type NewFile = { sha256: string; name: string; role: 'attachment'; replacesId: null }

/** A draft with a file that only waits to be sent. */
async function sendable(officer: Person, file: NewFile) {
  const content = newContent()
  const { id: dispatchId } = await givenDispatchDraft(officer, content)
  const attached = await officer.call(dispatchesApi.attach, { params: { dispatchId }, body: file })
  const { head } = (await officer.call(dispatchesApi.find, { params: { dispatchId } })).body
  return { dispatchId, content, body: { version: head.version, dayAsked: true, fileIds: [attached.body.id] } }
}

/** A letter of the utskick that the mail server would not have. Out: whose. */
async function refuseLetter(it: TestWorld, dispatchId: string): Promise<string> {
  await it.asOwner(async (tx) => {
    tx.send(sql`update outgoing_mail set failed_at = ${it.now()}, failure = '550', attempted_at = ${it.now()}
      where to_org = '14' and object_id = ${dispatchId}`)
    tx.send(sql`update recipient set bounced_at = ${it.now()} where dispatch_id = ${dispatchId} and org_code = '14'`)
  })
  return '14'
}

async function idsOf(it: TestWorld, fresh: Ids): Promise<Ids> {
  const tables = {
    dispatchId: 'dispatch',
    replyId: 'reply',
    fileId: 'dispatch_file',
    personId: 'person',
    mandateId: 'mandate',
    mailId: 'outgoing_mail',
    entryId: 'register_entry',
    passageId: 'passage',
    sectionId: 'section',
    questionId: 'question',
    addressId: 'organisation_address',
  }
  const found = await it.asOwner(async (tx) => {
    const ids: [string, string[]][] = []
    for (const [name, table] of Object.entries(tables)) {
      const rows = await tx.rows(sql<{ id: string }>`select id from ${sql.table(table)} order by id desc limit 8`)
      ids.push([name, [...(fresh[name] ?? []), ...rows.map(({ id }) => id)]])
    }
    return ids
  })
  const orgs = ['12', '14', '03', 'NSPL', 'SO']
  return { ...Object.fromEntries(found), slotOrg: orgs, addressOrg: orgs, number: ['1', '2', '99'], position: ['0', '1', '7'] }
}

async function knownOf(it: TestWorld, ids: Ids): Promise<Known> {
  const files = await it.asOwner((tx) => tx.rows(sql<{ sha256: Buffer }>`select sha256 from stored_file limit 8`))
  const uuids = Object.entries(ids).flatMap(([name, list]) => (name.endsWith('Id') ? list : []))
  return {
    uuids,
    days: [it.today(), '2027-03-19', '2026-11-24', '2028-02-29', '2027-01-06'],
    orgs: ['12', '14', '03', 'NSPL', 'SO'],
    words: [
      'Förslag till nationell plan',
      'RS2026-17',
      'Astrid Demberg (demo)',
      'astrid@nspl.example',
      'plan.txt',
      '018-000 00 00',
      'overall',
      'decided',
      ...(ids['sectionId'] ?? []).slice(0, 4).map((id) => `section:${id}`),
      ...(ids['questionId'] ?? []).slice(0, 4).map((id) => `question:${id}`),
      ...files.map(({ sha256 }) => sha256.toString('hex')),
    ],
  }
}
