import { expect, test } from 'vitest'
import { unzip } from '../../test/unzip.ts'
import { isSafePath, zip } from './zip.ts'

const AT = new Date('2026-11-25T08:00:02.000Z')
const text = (words: string) => Buffer.from(words, 'utf8')

test('another reader finds the files in order, deflated and stored, with Swedish names', async () => {
  const long = 'Regionen tillstyrker. '.repeat(500)
  const files = [
    { path: 'README.txt', bytes: text('kort') },
    { path: 'handlingar/Yttrande från Örebro.txt', bytes: text(long) },
    { path: 'tom', bytes: text('') },
  ]
  const bytes = await zip(files, AT)
  expect(bytes.length).toBeLessThan(1_000)
  const read = await unzip(bytes)
  expect([...read.files]).toEqual([
    ['README.txt', 'kort'],
    ['handlingar/Yttrande från Örebro.txt', long],
    ['tom', ''],
  ])
  expect(new Set(read.times)).toEqual(new Set([`${((2026 - 1980) << 9) | (11 << 5) | 25} ${(8 << 11) | 1}`]))
})

test('the same files and instant give the same bytes, another instant gives others', async () => {
  const files = [{ path: 'a', bytes: text('a'.repeat(100)) }]
  expect(await zip(files, AT)).toEqual(await zip(files, AT))
  expect(await zip(files, new Date('2026-11-25T09:00:00.000Z'))).not.toEqual(await zip(files, AT))
})

test('files may come one by one; none at all is a zip too', async () => {
  async function* given() {
    yield { path: 'a', bytes: text('1') }
    yield { path: 'b/c', bytes: text('2') }
  }
  expect([...(await unzip(await zip(given(), AT))).files.keys()]).toEqual(['a', 'b/c'])
  expect((await unzip(await zip([], AT))).files.size).toBe(0)
})

test.each(['', '/a', 'a/../b', './a', 'a//b', 'a\\b', 'c:a', 'a\nb', 'a/', '\ud800'])('the path %j is refused', async (path) => {
  expect(isSafePath(path)).toBe(false)
  await expect(zip([{ path, bytes: text('x') }], AT)).rejects.toThrow(RangeError)
})

test('a path that comes twice is refused', async () => {
  const twice = [1, 2].map(() => ({ path: 'a', bytes: text('x') }))
  await expect(zip(twice, AT)).rejects.toThrow('No path')
})
