import { expect, test } from 'vitest'
import { isOurHost } from './headers.ts'

test.each([
  ['localhost:3000', true],
  ['127.0.0.1', true],
  ['[::1]:3000', true],
  ['nspl.example:8443', true],
  ['NSPL.example', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['evil.example#localhost', false],
  ['localhost@evil.example', false],
  ['', false],
  [undefined, false],
])('host %s is ours: %s', (host, ours) => {
  expect(isOurHost(host, 'nspl.example')).toBe(ours)
})
