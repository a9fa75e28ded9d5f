import { createHash } from 'node:crypto'
import { day } from '../../lib/day.ts'
import { orgCode } from '../../lib/regions.ts'
import type { DispatchFile, DispatchHead } from './shapes.ts'

/** The head of a sent consultation, open for all. */
export function aHead(but: Partial<DispatchHead> = {}): DispatchHead {
  return {
    id: '0193a000-0000-7000-8000-000000000001',
    senderOrg: orgCode('NSPL'),
    kind: 'consultation',
    title: 'Nationell plan för vårdplatser',
    caseNumber: 'NSPL 2026-17',
    class: 'open',
    secrecy: null,
    contact: { name: 'Astrid Demberg (demo)', email: 'astrid@nspl.example', phone: '018-000 00 00' },
    suggestedFunction: 'Beredskapsenheten',
    personalData: false,
    lastDay: day('2027-03-19'),
    othersVisible: 'after-last-day',
    version: 3,
    sentAt: '2026-11-24T09:12:00.000Z',
    closedAt: null,
    recalledAt: null,
    recallReason: null,
    ...but,
  }
}

export function aFile(id: string, position: number, but: Partial<DispatchFile> = {}): DispatchFile {
  return {
    id,
    name: `${id}.pdf`,
    size: 1_000_000,
    mediaType: 'application/pdf',
    sha256: createHash('sha256').update(id).digest('hex'),
    role: 'attachment',
    position,
    replacesId: null,
    correctionId: null,
    addedAt: '2026-11-24T09:00:00.000Z',
    ...but,
  }
}

/** What a person could type to break out of a letter or a page. */
export const HOSTILE = `</td><script>alert("1")</script>' & \u202egnp.exe\r\nBcc: alla@spam.example`
