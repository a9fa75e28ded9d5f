import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { base64Of } from '../../lib/bytes.ts'
import { consistencyProof, leafHash, root } from '../../lib/merkle.ts'
import { orgCode } from '../../lib/regions.ts'
import { sha256 } from '../../lib/sha256.ts'
import { signingKey, verifySignature } from '../../platform/journal-key.ts'
import { signedNote } from '../../platform/journal-sign.ts'
import { judge, readRecord, startedOver, type WitnessRecord } from './rules-witness.ts'
import type { JournalNow } from './shapes-journal.ts'

const ORG = orgCode('12')
const AT = '2026-11-25T08:00:00.000Z'
const [ours, other] = [newKey(), newKey()]

function newKey() {
  return signingKey(generateKeyPairSync('ed25519').privateKey)
}

const leaves = (texts: readonly string[]) => texts.map((text) => leafHash(sha256, Buffer.from(text)))
const texts = (count: number, how = '') => Array.from({ length: count }, (_, at) => `entry ${at}${how}`)

type World = { own?: string[]; top?: string[]; installation?: string; signer?: typeof ours; known?: (typeof ours)[]; org?: string }
/** What a server with these entries answers to a browser that has kept these sizes. */
function answer(world: World, kept?: WitnessRecord): JournalNow {
  const { own = texts(10), top = texts(20), installation = 'one', signer = ours, known = [signer], org = '12' } = world
  const latest = (log: string, entries: string[], seen: number | undefined) => {
    const hashes = leaves(entries)
    const size = entries.length
    const note = signedNote([signer], `nspl/${installation}/${log}`, { size, root: root(sha256, hashes) })
    const from = seen ?? size
    return { log, note, signedAt: AT, growth: from > size ? null : consistencyProof(sha256, hashes, from).map((hash) => base64Of(hash)) }
  }
  return {
    own: latest(org, own, kept?.own?.size),
    top: latest('TOP', top, kept?.top?.size),
    keys: known.map((key) => ({
      algorithm: key.algorithm,
      raw: base64Of(key.raw),
      fingerprint: createHash('sha256').update(key.raw).digest('hex'),
      line: '',
      madeAt: AT,
      retiredAt: null,
    })),
    anchor: { state: 'off', stampedAt: null, waitingSince: null },
  }
}

const given = (now: JournalNow, kept?: WitnessRecord, isDemo = false) => ({
  org: ORG,
  kept,
  now,
  at: AT,
  sha256,
  verify: verifySignature,
  isDemo,
})
const first = () => judge(given(answer({})))
const second = (world: World, kept = first(), isDemo = false) => judge(given(answer(world, kept), kept, isDemo))

describe('a witness', () => {
  test('keeps what it sees first, and reads what it has kept', () => {
    const record = first()
    expect([record.own?.size, record.top?.size, record.found, record.signature]).toEqual([10, 20, null, 'holds'])
    expect(readRecord(JSON.stringify(record))).toEqual(record)
    for (const text of [null, '', '{', '{}', JSON.stringify({ ...record, own: 7 })]) expect(readRecord(text)).toBeUndefined()
  })

  test('keeps the larger log when it has grown out of the smaller, for every pair of sizes', () => {
    for (let small = 1; small <= 17; small += 1) {
      const kept = judge(given(answer({ own: texts(small) })))
      for (let large = small; large <= 35; large += 1) {
        const record = second({ own: texts(large), top: texts(40) }, kept)
        expect([record.found, record.own?.size, record.top?.size], `${small} to ${large}`).toEqual([null, large, 40])
      }
    }
  })

  test.each<[what: string, world: World, log: string, found: string]>([
    ['the own log is cut', { own: texts(9) }, 'own', 'shrunk'],
    ['the log over all logs is cut', { top: texts(19) }, 'top', 'shrunk'],
    ['rewritten at the same size', { own: texts(9).concat('other') }, 'own', 'rewritten'],
    ['rewritten, and grown since', { own: ['other', ...texts(30).slice(1)] }, 'own', 'rewritten'],
    ['the top log rewritten, and grown since', { top: ['other', ...texts(30).slice(1)] }, 'top', 'rewritten'],
    ['signed by nobody it knows', { signer: other, known: [ours] }, 'own', 'unknown-key'],
    ['another log’s checkpoint', { org: '13' }, 'own', 'unreadable'],
    ['another installation', { installation: 'two' }, 'top', 'other-installation'],
  ])('finds: %s, and goes on keeping the proof', (_what, world, log, found) => {
    const kept = first()
    const record = second(world, kept)
    expect(record.found).toMatchObject({ log, what: found, at: AT, told: false })
    expect([record.own, record.top]).toEqual([kept.own, kept.top])
    const told = { ...record, found: record.found && { ...record.found, told: true, at: 'earlier' } }
    expect(judge({ ...given(answer(world, told), told), at: 'later' }).found).toMatchObject({ told: true, at: 'earlier' })
  })

  test('finds a bent signature, and a growth that is not shown', () => {
    const now = answer({})
    const bent = { ...now, own: now.own && { ...now.own, note: now.own.note.replace(/\n10\n/, '\n11\n') } }
    expect(judge(given(bent, first())).found?.what).toBe('bad-signature')
    const grown = answer({ own: texts(12) }, first())
    const silent = { ...grown, own: grown.own && { ...grown.own, growth: null } }
    expect(judge(given(silent, first())).found?.what).toBe('unproved')
    expect(judge(given({ ...now, own: null }, first())).found?.what).toBe('shrunk')
  })

  test('holds no bad signature on a first visit, but tells of it', () => {
    const record = judge(given(answer({ signer: other, known: [ours] })))
    expect([record.own, record.top, record.found?.what]).toEqual([null, null, 'unknown-key'])
  })

  test('says when the key is a new one', () => {
    expect(second({ own: texts(11) }).newKey).toBe(false)
    const changed = second({ own: texts(11), signer: other, known: [other, ours] })
    expect([changed.found, changed.newKey]).toEqual([null, true])
    expect(second({ own: texts(12), signer: other, known: [other, ours] }, changed).newKey).toBe(true)
  })

  test('says when signatures cannot be tried, and still sees what the tree shows', () => {
    const untried = { verify: () => undefined }
    const kept = judge({ ...given(answer({})), ...untried })
    expect([kept.signature, kept.found]).toEqual(['untried', null])
    expect(judge({ ...given(answer({ own: texts(8) }, kept), kept), ...untried }).found?.what).toBe('shrunk')
  })

  test('a demo made anew is begun with from the start; before that nobody’s log is', () => {
    expect(second({ installation: 'two', own: texts(3) }, first(), true)).toMatchObject({
      installation: 'two',
      found: null,
      own: { size: 3 },
    })
  })

  test('what was found is kept beside when the server shows the right history again', () => {
    const kept = first()
    const found = second({ own: ['other', ...texts(30).slice(1)] }, kept)
    const again = second({ own: texts(11) }, found)
    expect(again).toMatchObject({ found: null, own: { size: 11 }, aside: [{ what: 'rewritten', kept: kept.own?.note }] })
    expect(second({ own: texts(12) }, again).aside).toEqual(again.aside)
    expect(second({ own: texts(3) }, found)).toMatchObject({ found: { what: 'shrunk' }, aside: [{ what: 'rewritten' }] })
  })

  test('the person starts over, and what was found stays beside', () => {
    const found = second({ own: texts(4) })
    const over = startedOver(given(answer({ own: texts(4) }), found))
    expect(over).toMatchObject({ found: null, own: { size: 4 }, aside: [{ what: 'shrunk', kept: found.own?.note }] })
    expect(second({ own: texts(6), top: texts(20) }, over).found).toBeNull()
  })
})
