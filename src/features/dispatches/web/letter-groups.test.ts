import { expect, test } from 'vitest'
import type { LedgerLine } from '../shapes.ts'
import { mailTexts } from '../texts-web.ts'
import { countLetters, groupLetters } from './letter-groups.ts'

let made = 0
const line = (patch: Partial<LedgerLine>): LedgerLine => ({
  id: String((made += 1)),
  purpose: 'dispatch',
  toName: 'Region Skåne',
  toAddress: 'r@skane.example',
  toOrg: null,
  subject: 'Remiss: Vårdplatser',
  madeAt: '2026-11-25T08:00:00.000Z',
  attemptedAt: null,
  attempts: 0,
  acceptedAt: null,
  uncertain: false,
  failedAt: null,
  failure: null,
  ...patch,
})

test('the letters of one utskick stand together, and none is lost or put under another', () => {
  const lines = [line({}), line({}), line({ subject: 'Svar mottaget', purpose: 'reply' }), line({}), line({ purpose: 'reminder' })]
  const groups = groupLetters(lines)
  expect(groups.map(({ lines: own }) => own.length)).toEqual([2, 1, 1, 1])
  expect(groups.flatMap(({ lines: own }) => own)).toEqual(lines)
})

test('each letter is counted once, and the sentence says all that is not delivered', () => {
  const at = '2026-11-25T08:01:00.000Z'
  const counts = countLetters([
    line({ acceptedAt: at }),
    line({ failedAt: at, uncertain: true }),
    line({ uncertain: true, acceptedAt: at }),
    line({}),
    line({}),
  ])
  expect(counts).toEqual({ delivered: 1, refused: 1, uncertain: 1, waiting: 2 })
  expect(mailTexts.state(2, 1, 1)).toBe('1 mejl kom inte fram, 1 är osäkert, 2 väntar på att skickas.')
  expect(mailTexts.state(0, 0, 0)).toBe('Alla mejl har lämnats vidare.')
})
