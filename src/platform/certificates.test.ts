import { expect, test } from 'vitest'
import { readValidTo, watchCertificates } from './certificates.ts'

const NOW = new Date('2026-11-25T08:00:00Z')
const END = new Date('2026-12-31T00:00:00Z')

test('only the hosts that the operator has named are looked at, and only where they speak TLS at once', async () => {
  const asked: string[] = []
  const read = async (host: string, port: number) => {
    asked.push(`${host}:${port}`)
    return END
  }
  const look = (publicUrl: string, smtpUrl: string | undefined) => watchCertificates({ publicUrl, smtpUrl }, () => NOW, read).look()
  await look('http://localhost:3000', 'smtp://mail.example:587')
  await look('http://localhost:3000', undefined)
  expect(asked).toEqual([])
  await look('https://nspl.example', 'smtps://user:secret@mail.example')
  await look('https://nspl.example:8443', undefined)
  expect(asked).toEqual(['nspl.example:443', 'mail.example:465', 'nspl.example:8443'])
})

test('what is known is told at once, and looked at again behind the asker’s back when it is an hour old', async () => {
  let now = NOW
  let end = END
  const certificates = watchCertificates(
    { publicUrl: 'https://nspl.example', smtpUrl: undefined },
    () => now,
    async () => end,
  )
  expect(certificates.known()).toEqual([])
  await certificates.look()
  const first = { use: 'web', host: 'nspl.example', validTo: END, problem: null, lookedAt: NOW }
  expect(certificates.known()).toEqual([first])
  end = new Date('2027-03-31T00:00:00Z')
  now = new Date(NOW.getTime() + 3_600_001)
  expect(certificates.known()).toEqual([first])
  await certificates.look()
  expect(certificates.known()).toMatchObject([{ validTo: end, lookedAt: now }])
})

test('a host that does not answer is told as such', async () => {
  const certificates = watchCertificates({ publicUrl: 'https://localhost:1', smtpUrl: undefined }, () => NOW)
  await certificates.look()
  expect(certificates.known()).toMatchObject([{ validTo: null, problem: expect.stringMatching(/ECONNREFUSED/) }])
  await expect(readValidTo('localhost', 1)).rejects.toThrow(/ECONNREFUSED/)
})
