import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { hasOpenssl, type LocalTsa, localTsa } from '../../test/tsa.ts'
import { type TestWorld, testWorld } from '../../test/world.ts'
import { inTransaction } from './db.ts'
import { findAnchor, latestStamp, timestampDaily } from './timestamp.ts'
import { readTimestamp, timestampRequest } from './timestamp-der.ts'

if (!hasOpenssl)
  process.stdout.write('The tests of timestamps are skipped: there is no openssl on this machine to be a time stamping authority.\n')

describe.skipIf(!hasOpenssl)('a time stamping authority', () => {
  let it: TestWorld
  let tsa: LocalTsa
  beforeAll(async () => {
    ;[it, tsa] = await Promise.all([testWorld({ now: new Date().toISOString() }), localTsa()])
    it.world.tsaUrl = tsa.url
  })
  afterAll(async () => {
    await Promise.all([it.close(), tsa.stop()])
  })

  const asNspl = <T>(read: Parameters<typeof inTransaction<T>>[1]) =>
    inTransaction(it.world.db, async (tx) => {
      await tx.rows(sql`select set_config('app.org', 'NSPL', true)`)
      return await read(tx)
    })
  const runs = () =>
    it.asOwner((tx) =>
      tx.rows(sql<{ ok: boolean; detail: unknown }>`select ok, detail from upkeep_run where kind = 'timestamp' order by id`),
    )
  /** Somebody signs in, and the log over all logs grows. */
  const grow = async () => {
    await it.asOwner((tx) =>
      tx.rows(
        sql`select journal_append('12', convert_to(${JSON.stringify({ at: it.now(), object: 'o', type: 'test.done' })}, 'UTF8'), '{}', '{}')`,
      ),
    )
    await it.world.checkpoints.sign()
  }
  const after = (hours: number) => it.now(new Date(it.now().getTime() + hours * 3_600_000).toISOString())

  test('nothing signed, nothing asked', async () => {
    expect(await timestampDaily(it.world)).toBe(false)
    expect(tsa.given).toHaveLength(0)
  })

  test('the first checkpoint is stamped, once that day, and openssl takes the stamp', async () => {
    await grow()
    expect(await timestampDaily(it.world)).toBe(true)
    await grow()
    expect(await timestampDaily(it.world)).toBe(false)
    expect(tsa.given).toHaveLength(1)

    const stamp = await asNspl(latestStamp)
    expect(stamp?.response.equals(tsa.given[0] ?? Buffer.alloc(0))).toBe(true)
    expect(Math.abs((stamp?.stampedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(tsa.verify(stamp?.response ?? Buffer.alloc(0), stamp?.note ?? '')).toMatch(/^0 .*Verification: OK/s)
    expect(tsa.verify(stamp?.response ?? Buffer.alloc(0), `${stamp?.note} `)).toMatch(/^1 /)
    expect(await runs()).toEqual([{ ok: true, detail: { entries: stamp?.size } }])
    expect((await asNspl(findAnchor)).waitingSince).toEqual(it.now())
  })

  test('the next day it fails in every way: noted with its reason, and tried again until it is done', async () => {
    after(25)
    const granted = tsa.given[0] ?? Buffer.alloc(0)
    const answers = [
      [{ status: 503, body: Buffer.from('busy') }, 'HTTP 503'],
      [{ status: 200, body: Buffer.from('<html>proxy</html>') }, 'the answer is not a timestamp'],
      [{ status: 200, body: Buffer.from('30053003020102', 'hex') }, 'the authority refused (status 2)'],
      [{ status: 200, body: granted }, 'the timestamp is of something else'],
      [{ status: 200, body: granted.subarray(0, granted.length / 2) }, 'the answer is not a timestamp'],
      [{ status: 200, body: Buffer.alloc(300_000) }, 'the answer is too long'],
    ] as const
    for (const [answer, error] of answers) {
      tsa.instead(answer)
      expect(await timestampDaily(it.world)).toBe(false)
      expect((await runs()).at(-1), error).toEqual({ ok: false, detail: { error, since: expect.any(String) } })
    }
    tsa.instead(undefined)
    expect(await timestampDaily({ ...it.world, tsaUrl: 'http://127.0.0.1:9/' })).toBe(false)
    expect((await runs()).at(-1)?.ok).toBe(false)
    expect(await timestampDaily(it.world)).toBe(true)
    expect(tsa.given).toHaveLength(2)
    expect(await timestampDaily({ ...it.world, tsaUrl: undefined })).toBe(false)
  })

  test('a stamp is kept as it is, by everybody', async () => {
    const change = inTransaction(it.owner, (tx) => tx.rows(sql`update journal_timestamp set stamped_at = now()`))
    await expect(change).rejects.toThrow()
    const forged = asNspl((tx) => tx.rows(sql`delete from journal_timestamp`))
    await expect(forged).rejects.toThrow()
  })

  test('an answer to another request is refused, and cut or bent answers never throw', () => {
    const hash = createHash('sha256').update('x').digest()
    const given = tsa.given[0] ?? Buffer.alloc(0)
    // The hash that was stamped: what follows OCTET STRING of 32 bytes after the SHA-256 identifier.
    const place = given.indexOf(Buffer.from('0420', 'hex'), given.indexOf(Buffer.from('608648016503040201', 'hex')))
    const stamped = given.subarray(place + 2, place + 34)
    const nonce = randomBytes(16)
    expect(readTimestamp(given, { hash: stamped, nonce })).toEqual({ holds: false, why: 'other-nonce' })
    expect(readTimestamp(given, { hash, nonce })).toEqual({ holds: false, why: 'other-imprint' })
    for (let length = 0; length < given.length; length += 7) {
      expect(readTimestamp(given.subarray(0, length), { hash: stamped, nonce }).holds).toBe(false)
    }
    for (let place = 0; place < given.length; place += 3) {
      const bent = Buffer.from(given)
      bent[place] = (bent[place] ?? 0) ^ 0x81
      expect(readTimestamp(bent, { hash: stamped, nonce }).holds).toBe(false)
    }
  })

  test.each(['00', '007f', '0080', 'ff00', '0000000000000000000000000000000a'])('a nonce of %s is asked for as DER writes it', (hex) => {
    const request = timestampRequest({ hash: Buffer.alloc(32, 7), nonce: Buffer.from(hex, 'hex') })
    const value = BigInt(`0x${hex}`)
    let wanted = value.toString(16)
    if (wanted.length % 2 === 1) wanted = `0${wanted}`
    if (Number.parseInt(wanted.slice(0, 2), 16) >= 0x80) wanted = `00${wanted}`
    expect(request.toString('hex')).toContain(`02${(wanted.length / 2).toString(16).padStart(2, '0')}${wanted}0101ff`)
  })
})
