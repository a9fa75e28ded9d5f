import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import type { MatrixRow, SlotCell } from './shapes.ts'

/** A slot of which nothing is known but that its letter got through. */
export const aCell = (patch: Partial<SlotCell>): SlotCell => ({
  org: orgCode('12'),
  delivered: true,
  bounced: false,
  received: false,
  drafting: false,
  decided: false,
  answeredOn: null,
  extendedTo: null,
  byOtherDoor: false,
  unconfirmed: false,
  ...patch,
})

/** A consultation that seventeen of 21 have answered. */
export const aRow = (patch: Partial<MatrixRow>): MatrixRow => ({
  id: '01a1818a-7fe0-7575-a336-85277d1657d7',
  kind: 'consultation',
  title: 'Ledningsmodell',
  caseNumber: 'RS2026-90012',
  lastDay: day('2027-03-10'),
  sentAt: '2026-12-01T08:00:00.000Z',
  closedAt: null,
  recalledAt: null,
  asked: 21,
  answered: 17,
  slots: [],
  ...patch,
})
