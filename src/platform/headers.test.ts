import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOurHost, REACT_ARIA_STYLES } from './headers.ts'

const ARIA = new URL('../../node_modules/react-aria/dist/private/', import.meta.url)

test.each([
  ['interactions/usePress.mjs', 0],
  ['overlays/usePreventScroll.mjs', 1],
])('the policy lets in the style of the installed React Aria: %s', (file, index) => {
  const source = readFileSync(new URL(file, ARIA), 'utf8')
  const style = /style\.textContent = `([^`]*)`\.trim\(\)/.exec(source)?.[1]
  const text = style?.replace(/\$\{[^}]*PRESSABLE_ATTRIBUTE\}/, 'data-react-aria-pressable').trim()
  expect(text).toContain('@layer')
  const hash = createHash('sha256')
    .update(text ?? '')
    .digest('base64')
  expect(REACT_ARIA_STYLES[index]).toBe(`'sha256-${hash}'`)
})

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
  expect(isOurHost(host, 'https://nspl.example')).toBe(ours)
})
