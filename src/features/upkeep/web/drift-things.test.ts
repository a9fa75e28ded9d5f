import { expect, test } from 'vitest'
import { aView } from '../fixtures.ts'
import type { Run } from '../shapes.ts'
import { advice } from '../texts-web.ts'
import { countSigns, thingsOf } from './drift-things.ts'

const AT = '2026-11-25T08:00:00.000Z'
const ok = (endedAt: string) => ({ last: { startedAt: endedAt, endedAt, ok: true, detail: {} }, okAt: endedAt })
const given = (name: string) => ({ name, value: 'x', shown: 'value' as const, isDefault: false })
const failed = (endedAt: string, okAt: string | null, error: string) => ({
  last: { startedAt: endedAt, endedAt, ok: false, detail: { error } },
  okAt,
})

test('a backup is said to be untested until somebody has restored one, and when the next is due', () => {
  const settings = [given('BACKUP_DIR'), given('DATABASE_URL')]
  const view = aView({ settings, runs: [{ kind: 'backup', ...ok('2026-11-24T22:30:00.000Z') }] })
  expect(thingsOf(view).backups).toEqual([
    { name: 'Senaste kopia', look: 'backup-well', facts: ['I går kl. 23.30.', 'Nästa väntas senast onsdag 25 november 2026 kl. 23.30.'] },
    { name: 'Prov att läsa tillbaka', look: 'restore-none', facts: ['Oprövad: ingen kopia har lästs tillbaka.'] },
    { name: 'WAL-arkiv', look: 'wal-none', facts: ['Inte påslaget.'] },
  ])
})

test('a backup by hand promises no other, and an embedded server is told of no setting that it does not need', () => {
  const [backup, restore] = thingsOf(aView({ runs: [{ kind: 'backup', ...ok('2026-11-24T22:30:00.000Z') }] })).backups
  expect(backup).toEqual({
    name: 'Senaste kopia',
    look: 'backup-by-hand',
    facts: ['I går kl. 23.30.', 'Ingen nattlig kopia är inställd.'],
  })
  expect(restore?.look).toBe('restore-none-embedded')
  expect(advice['restore-none-embedded']).not.toContain('RESTORE_TEST_DATABASE_URL')
})

test('what failed says when, when it last went well, and why', () => {
  const view = aView({
    settings: [given('BACKUP_DIR')],
    runs: [
      { kind: 'backup', ...failed(AT, '2026-11-22T08:00:00.000Z', 'ENOSPC') },
      { kind: 'restore-test', ...failed(AT, null, 'reply: 411 rader, manifestet säger 412') },
    ],
  })
  expect(
    thingsOf(view)
      .backups.slice(0, 2)
      .map(({ facts }) => facts),
  ).toEqual([
    ['Misslyckades i dag kl. 09.00. Lyckades senast söndag 22 november 2026 kl. 09.00.', 'Fel: ENOSPC'],
    ['Misslyckades i dag kl. 09.00. Har aldrig lyckats.', 'Fel: reply: 411 rader, manifestet säger 412'],
  ])
})

test('what went well says what was made, and what was gone through', () => {
  const ran = (detail: Run['detail']) => ({ last: { startedAt: AT, endedAt: AT, ok: true, detail }, okAt: AT })
  const view = aView({
    runs: [
      { kind: 'backup', ...ran({ file: '/srv/k/nspl.backup', bytes: 3 * 1024 ** 2, encrypted: false }) },
      { kind: 'restore-test', ...ran({ file: '/srv/k/nspl.backup', bytes: 5 * 1024 ** 2, entries: 12 }) },
    ],
  })
  const [backup, restore] = thingsOf(view).backups
  expect(backup?.facts[1]).toBe('/srv/k/nspl.backup, 3 MB, inte krypterad: sätt BACKUP_RECIPIENTS.')
  expect(restore?.facts.slice(1)).toEqual(['12 poster i journalen gicks igenom.', '/srv/k/nspl.backup, 5 MB.'])
})

test('a verification that found a fault says where', () => {
  const run = failed(AT, null, '')
  const detail = { faults: 2, log: '12', seq: 1411, fault: 'body', reason: 'the entry is not what its leaf says' }
  const view = aView({ runs: [{ kind: 'journal-verify', ...run, last: { ...run.last, detail } }] })
  expect(thingsOf(view).journal[1]?.facts[1]).toBe('Första felet: Region Skåne, post 1\u00a0411: the entry is not what its leaf says')
})

test('a log without a stamp from outside is unanchored, since when it was last stamped', () => {
  const anchoring = (runs: Parameters<typeof aView>[0]) => thingsOf(aView(runs)).journal[2]?.facts
  expect(anchoring({})).toEqual(['Oförankrad: ingen tidsstämpling har gjorts.'])
  expect(anchoring({ runs: [{ kind: 'timestamp', ...ok(AT) }] })).toEqual(['Förankrad i dag kl. 09.00.'])
  expect(anchoring({ runs: [{ kind: 'timestamp', ...failed(AT, '2026-11-24T08:00:00.000Z', '503') }] })).toEqual([
    'Oförankrad sedan i går kl. 09.00.',
    'Fel: 503',
  ])
})

test('certificates: none without https, being read at first, and then until when', () => {
  const facts = (certificates: ReturnType<typeof aView>['certificates']) => thingsOf(aView({ certificates })).certificates
  expect(facts({ isHttps: false, known: [] })[0]?.look).toBe('certificate-local')
  expect(facts({ isHttps: true, known: [] })[0]?.look).toBe('certificate-reading')
  const known = [{ use: 'web' as const, host: 'nspl.example', validTo: '2026-12-07T08:00:00.000Z', problem: null, lookedAt: AT }]
  expect(facts({ isHttps: true, known })).toEqual([
    {
      name: 'Webbadressen nspl.example',
      look: 'certificate-soon',
      facts: ['Gäller till 7 december 2026, 12 dagar kvar.', 'Läst i dag kl. 09.00.'],
    },
  ])
})

test('every thing is counted by its sign', () => {
  expect(countSigns(thingsOf(aView()))).toEqual({ good: 6, look: 2, act: 1, off: 3 })
})
