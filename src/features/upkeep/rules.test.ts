import { describe, expect, test } from 'vitest'
import { orgCode } from '../../lib/regions.ts'
import { aView } from './fixtures.ts'
import {
  LOOKS,
  lookAtCertificate,
  lookAtCheckpoints,
  lookAtDatabase,
  lookAtDisk,
  lookAtJobs,
  lookAtMail,
  lookAtArchive,
  lookAtTimestamp,
  lookAtWitness,
  lookAtProgram,
  lookAtRun,
  whyNotGiveUp,
  whyNotRetry,
} from './rules.ts'
import { advice, sizeText } from './texts-web.ts'

const AT = '2026-11-25T08:00:00.000Z'
const before = (minutes: number) => new Date(Date.parse(AT) - minutes * 60_000).toISOString()
const after = (days: number) => new Date(Date.parse(AT) + days * 86_400_000).toISOString()

describe('a letter that has not got through', () => {
  const waiting = { acceptedAt: null, failedAt: null, givenUpAt: null }
  test.each([
    [waiting, undefined],
    [{ ...waiting, failedAt: AT }, undefined],
    [{ ...waiting, acceptedAt: AT }, 'letter-delivered'],
    [{ ...waiting, failedAt: AT, givenUpAt: AT }, 'letter-given-up'],
  ] as const)('%j may be tried again, or why not', (letter, whyNot) => {
    expect(whyNotRetry(letter)).toBe(whyNot)
    expect(whyNotGiveUp(letter, 'På papper.')).toBe(whyNot)
  })
  test('is given up with words only', () => {
    expect(whyNotGiveUp(waiting, ' \n')).toBe('reason-missing')
  })
})

describe('how things look', () => {
  const mail = (change: { waiting?: number; oldestWaiting?: string | null; refused?: number }, how: 'smtp' | 'demo' | 'none' = 'smtp') =>
    aView({
      mail: {
        how,
        letters: [],
        orgs: [{ org: orgCode('12'), waiting: 0, oldestWaiting: null, refused: 0, uncertain: 0, givenUp: 0, ...change }],
      },
    })

  test('an installation where nothing is wrong', () => {
    const view = aView()
    const looks = [lookAtProgram(view), lookAtDatabase(view), lookAtMail(view), lookAtJobs(view), lookAtCheckpoints(view)]
    expect(looks.map((look) => LOOKS[look])).toEqual(['good', 'good', 'good', 'good', 'good'])
  })

  test.each([
    [mail({}), 'mail-well'],
    [mail({}, 'none'), 'mail-off'],
    [mail({}, 'demo'), 'mail-demo'],
    [mail({ refused: 1 }), 'mail-refused'],
    [mail({ waiting: 1, oldestWaiting: before(15) }), 'mail-well'],
    [mail({ waiting: 1, oldestWaiting: before(16), refused: 1 }), 'mail-stuck'],
  ])('mail %#', (view, look) => expect(lookAtMail(view)).toBe(look))

  test.each([
    [null, 0, 'jobs-well'],
    [before(10), 0, 'jobs-well'],
    [before(11), 1, 'jobs-late'],
    [null, 1, 'jobs-failed'],
  ])('jobs due since %s, %i failed', (oldestDue, failed, look) => {
    expect(lookAtJobs(aView({ jobs: [{ name: 'x', waiting: 1, running: 0, failed, oldestDue }] }))).toBe(look)
  })

  test.each([
    [null, 'checkpoint-well'],
    [before(5), 'checkpoint-well'],
    [before(6), 'checkpoint-late'],
  ])('an entry not signed since %s', (unsignedSince, look) => {
    expect(lookAtCheckpoints(aView({ journal: { logs: 1, entries: 2, unsigned: 1, unsignedSince, checkpoints: [] } }))).toBe(look)
  })

  const ran = (endedAt: string, ok: boolean) => ({ last: { startedAt: endedAt, endedAt, ok, detail: {} }, okAt: ok ? endedAt : null })
  test.each([
    ['backup', undefined, 'backup-none'],
    ['backup', ran(before(26 * 60), true), 'backup-well'],
    ['backup', ran(before(26 * 60 + 1), true), 'backup-old'],
    ['backup', ran(before(1), false), 'backup-failed'],
    ['restore-test', undefined, 'restore-none'],
    ['restore-test', ran(before(8 * 24 * 60 + 1), true), 'restore-old'],
    ['journal-verify', ran(before(60), true), 'verify-well'],
    ['journal-verify', ran(before(3 * 24 * 60 + 1), true), 'verify-old'],
    ['journal-verify', ran(before(60), false), 'verify-failed'],
  ] as const)('%s %#', (kind, run, look) => {
    expect(lookAtRun(aView({ runs: run ? [{ kind, ...run }] : [] }), kind)).toBe(look)
  })

  test('what is not set up is not wrong', () => {
    expect(LOOKS[lookAtTimestamp(aView())]).toBe('off')
    expect(lookAtArchive(aView({ runs: [{ kind: 'wal-archive', ...ran(AT, false) }] }))).toBe('wal-failed')
  })

  test.each([
    [true, before(60), 'timestamp-well'],
    [false, before(239), 'timestamp-failed'],
    [false, before(241), 'timestamp-late'],
  ] as const)('a stamp that has been due since %s, %s: %s', (isOk, dueAt, look) => {
    const { last, okAt } = ran(AT, isOk)
    expect(lookAtTimestamp(aView({ runs: [{ kind: 'timestamp', last: { ...last, detail: { since: dueAt } }, okAt }] }))).toBe(look)
  })

  test('what a witness has told of is to be acted on for a month, and looked at after that', () => {
    expect(lookAtWitness(aView())).toBe('witness-well')
    expect(lookAtWitness(aView({ runs: [{ kind: 'witness', ...ran(before(60), false) }] }))).toBe('witness-found')
    expect(lookAtWitness(aView({ runs: [{ kind: 'witness', ...ran(before(31 * 24 * 60), false) }] }))).toBe('witness-earlier')
  })

  test.each([
    [null, 'certificate-unread'],
    [after(0), 'certificate-ended'],
    [after(20.9), 'certificate-soon'],
    [after(21), 'certificate-well'],
  ])('a certificate good until %s', (validTo, look) => expect(lookAtCertificate({ validTo }, AT)).toBe(look))

  test.each([
    [null, 'disk-unread'],
    [{ free: 49, total: 1000 }, 'disk-full'],
    [{ free: 99, total: 1000 }, 'disk-low'],
    [{ free: 100, total: 1000 }, 'disk-well'],
  ])('a disk with %j', (room, look) => expect(lookAtDisk({ room })).toBe(look))

  test('whatever is not well says what to do', () => {
    const idle = Object.entries(LOOKS).filter(([, sign]) => sign === 'look' || sign === 'act')
    const looks: Record<string, string> = advice
    expect(idle.filter(([look]) => looks[look] === 'Inget att göra.')).toEqual([])
  })
})

test.each([
  [1024 ** 2, '1 MB'],
  [1.5 * 1024 ** 3, '1,5 GB'],
])('%i bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))
