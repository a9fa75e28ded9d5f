import { describe, expect, test } from 'vitest'
import { day } from '../../lib/day.ts'
import { docToPlain } from '../../lib/document.ts'
import { orgCode } from '../../lib/regions.ts'
import { aFile, aHead } from '../dispatches/fixtures-letters.ts'
import type { RecipientFacts, SlotEvent } from '../dispatches/shapes.ts'
import { aCompiledReply, aReplyFile } from '../replies/fixtures-compilation.ts'
import type { ProofFacts } from './shapes.ts'
import { correctionReceipt, replyReceipt, sendingReceipt } from './templates.ts'
import { type ListedRecipient, sendingListDocument } from './templates-list.ts'

const PROOF: ProofFacts = {
  log: orgCode('12'),
  index: 1_234,
  checkpoint: ['nspl/019355a0-7d5c-7c1e-9d7e-6a5f0a6f2b11/12', '1240', 'qHVQJtT2Jk5m4f0Jm3kq0y2m7u1m0W0o2yZ3yQ1yQ0s='],
  fingerprint: 'a3b1 '.repeat(16).trim(),
}
const proven = {
  sha256: '0123456789abcdef'.repeat(4),
  proof: PROOF,
  at: '2027-03-10T08:00:00.000Z',
  names: { proof: 'Kvittens.tlog-proof', content: 'Svar.json' },
}

describe('a receipt', () => {
  const { content } = aCompiledReply('12', { content: { number: 'K-2027-000009', files: [aReplyFile('Yttrande.pdf')] } })
  const text = docToPlain(replyReceipt({ content, late: false, lastDay: day('2027-03-19'), ...proven })).replaceAll('\u00a0', ' ')

  test('says what, who, when and by whose decision', () => {
    for (const said of [
      'Kvittensnummer: K-2027-000009',
      'Utskick: Nationell plan för vårdplatser',
      'Från: Region Skåne',
      'Lämnat: onsdag 10 mars 2027',
      'Eva Sund (demo)',
      'Beslutat av: Regionstyrelsen, tisdag 2 mars 2027, vecka 9, § 45',
      'Yttrande.pdf',
    ]) {
      expect(text).toContain(said)
    }
  })

  test('holds what anybody needs to find it in the log, and says how', () => {
    for (const said of [
      ...PROOF.checkpoint.filter((line) => line !== '1240'),
      '1 240',
      '1 234',
      PROOF.fingerprint,
      '01234567 89abcdef 01234567',
    ]) {
      expect(text).toContain(said)
    }
    expect(text).toContain('node nspl-verify.mjs "Kvittens.tlog-proof" "Svar.json" nycklar.txt')
  })

  test('says when it came late, by which door, and what it is marked with', () => {
    const late = docToPlain(
      replyReceipt({
        content: {
          ...content,
          channel: 'letter',
          receivedOn: day('2027-03-22'),
          marking: { provision: '18 kap. 13 § OSL', date: day('2027-03-10'), authority: 'Region Skåne' },
        },
        late: true,
        lastDay: day('2027-03-19'),
        ...proven,
      }),
    )
    expect(late).toContain('Svaret kom in efter den dagen.')
    expect(late).toContain('Inkommet: måndag 22 mars 2027, vecka 12, med brev')
    expect(late).toContain('Sekretessmarkering: 18 kap. 13 § OSL')
  })

  test('of a sending and of a correction', () => {
    const given = { head: aHead({}), files: [aFile('Remissversion', 0)], recipients: [{ org: orgCode('12') }], by: null, ...proven }
    expect(docToPlain(sendingReceipt({ ...given, lastDay: null }))).toContain('Remissversion.pdf')
    const correction = {
      id: 'c',
      number: 2,
      text: 'Ny dag',
      oldLastDay: day('2027-03-19'),
      newLastDay: day('2027-04-09'),
      madeAt: proven.at,
    }
    const corrected = docToPlain(correctionReceipt({ ...given, correction }))
    expect(corrected).toContain('Rättelse: 2. Ny dag')
    expect(corrected).toContain('Ny sista svarsdag: fredag 9 april 2027')
  })
})

test('the list tells every fact of every recipient, with its time and its person', () => {
  const at = '2026-11-25T08:12:00.000Z'
  const facts: RecipientFacts = {
    id: 's',
    org: orgCode('12'),
    address: 'registrator@skane.example',
    addedAt: at,
    deliveredAt: at,
    bouncedAt: null,
    openedAt: null,
    receivedAt: at,
    receivedHow: 'telephone',
    draftingAt: null,
    decidedAt: null,
    answeredAt: at,
    answeredHow: 'platform',
    confirmedAt: null,
    replyId: null,
    extendedTo: null,
    extendedAt: null,
    remindedAt: null,
    reminders: 0,
  }
  const events: SlotEvent[] = [
    { at, what: 'sent', who: 'Eva Sund (demo)', detail: null },
    { at, what: 'delivered', who: null, detail: null },
    { at, what: 'received', who: 'Rut Registrator (demo)', detail: 'telephone' },
  ]
  const answers = [{ number: 'K-2027-000009', at, who: 'Disa Direktör (demo)', decided: null, late: true }]
  const recipients: ListedRecipient[] = [
    { facts, caseNumbers: ['RS 2026-77'], events, answers },
    {
      facts: { ...facts, org: orgCode('14'), deliveredAt: null, bouncedAt: at, receivedAt: null, answeredAt: null },
      caseNumbers: [],
      events: [],
      answers: [],
    },
  ]
  const proofs = [
    { what: 'Utskick skickat', index: 12, file: 'Kvittens.tlog-proof' },
    { what: 'Svar', index: null, file: '' },
  ]
  const text = docToPlain(
    sendingListDocument({ head: aHead({}), lastDay: null, hasAnswers: true, recipients, proofs, fingerprints: ['0a1b 2c3d'], readAt: at }),
  ).replaceAll('\u00a0', ' ')
  for (const said of [
    '2 mottagare. 1 har bekräftat mottagandet, 1 har svarat, varav 1 efter sista dagen.',
    'per telefon',
    'RS 2026-77',
    'Disa Direktör (demo)',
    'Försenat',
    'Avvisat 25 november 2026 kl. 09.12',
    'Skickat till registrator@skane.example',
    'Plattformen',
    'Inte signerad ännu',
    'node nspl-verify.mjs .',
    '0a1b 2c3d',
  ]) {
    expect(text).toContain(said)
  }
})
