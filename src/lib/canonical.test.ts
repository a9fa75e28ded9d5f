import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, utf8 } from './canonical.ts'

describe('canonical JSON (RFC 8785)', () => {
  test('the example of RFC 8785, 3.2.2 and 3.2.3, but for its number beyond 2^53', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonical(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  test('keys are sorted by UTF-16 code units, as in RFC 8785, 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect([...canonical(value).matchAll(/:"(.*?)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  test.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308 / 1e300, '179769313.48623157'],
    [9007199254740991, '9007199254740991'],
    [-9007199254740991, '-9007199254740991'],
    [0.1, '0.1'],
    [1e-7, '1e-7'],
  ])('the number %d is %s', (value, text) => expect(canonical(value)).toBe(text))

  test.each([
    ['undefined', undefined],
    ['undefined in an object', { a: undefined }],
    ['undefined in an array', [1, undefined]],
    ['a hole in an array', Object.assign([1], { length: 3 })],
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a whole number beyond 2^53', { amount: 2 ** 53 }],
    ['1e300', 1e300],
    ['a bigint', 1n],
    ['half a surrogate pair', { name: 'a\ud800' }],
    ['half a surrogate pair in a key', { ['\udc00']: 1 }],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
    ['bytes', Uint8Array.of(1)],
    ['a function', { toJSON: () => 'no' }],
    ['a symbol as key', { [Symbol('a')]: 1 }],
  ])('%s is refused', (_, value) => expect(() => canonical(value)).toThrow(TypeError))

  test('a refusal names the place', () => {
    expect(() => canonical({ replies: [{ amount: 1 }, { amount: Number.NaN }] })).toThrow('$.replies[1].amount')
  })

  test('a circle is refused, not followed', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(() => canonical(circle)).toThrow('nested too deep')
  })

  const iJson = fc.jsonValue({ maxDepth: 4 }).filter((value) => {
    try {
      canonical(value)
      return true
    } catch (error) {
      if (error instanceof TypeError) return false
      throw error
    }
  })

  test('it is JSON of the same value, and canonical of itself', () => {
    fc.assert(
      fc.property(iJson, (value) => {
        const text = canonical(value)
        const same: unknown = JSON.parse(text)
        expect(same).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonical(same)).toBe(text)
      }),
    )
  })

  test('the order in which an object was built does not show', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed())
        expect(canonical(turned)).toBe(canonical(value))
      }),
    )
  })
})

describe('UTF-8', () => {
  test('agrees with the platform for every text', () => {
    const encoder = new TextEncoder()
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8(text)).toEqual(encoder.encode(text))
      }),
    )
  })

  test.each(['', '\u0000', '\u007f\u0080\u07ff\u0800\uffff', '\u{10000}\u{10ffff}', '\u00e5\u00e4\u00f6'])(
    '%j agrees at the borders',
    (text) => {
      expect(utf8(text)).toEqual(new TextEncoder().encode(text))
    },
  )

  test('half a surrogate pair is refused', () => expect(() => utf8('\ud800')).toThrow(TypeError))
})
