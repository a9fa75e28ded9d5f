import { expect, test } from 'vitest'
import { faultsOf, forgedProofs, tamper } from '../drill/tamper.ts'
import { journalOf, makeJournal, newSigner } from '../drill/tamper-logs.ts'

// The drills in their short form: a tenth of what `npm run drill` does.

test('every way of tampering is found with a kept checkpoint, and logs that nobody touched do not alarm', async () => {
  const { tried, failed, faults } = await tamper('short')
  expect(faults).toEqual([])
  expect({ tried, failed }).toEqual({ tried: 660, failed: 0 })
}, 120_000)

test('no forged proof is accepted', async () => {
  const { tried, failed, faults } = await forgedProofs('short')
  expect(faults).toEqual([])
  expect({ tried, failed }).toEqual({ tried: 10_000, failed: 0 })
}, 120_000)

test('the drill’s own verifier knows no other key than its own', async () => {
  const stranger = makeJournal('12', 30, newSigner())
  expect((await faultsOf(stranger, [])).map(({ kind }) => kind)).toContain('checkpoint-foreign-key')
  const empty = journalOf('018f3f2e-0000-7000-8000-000000000001', '12', [], [], newSigner())
  expect(await faultsOf(empty, [])).toEqual([])
})
