import fc from 'fast-check'
import * as z from 'zod/mini'

/** What a shape says of itself. Only what our contracts use. */
type Def = {
  type: string
  shape?: Record<string, z.ZodMiniType>
  element?: z.ZodMiniType
  innerType?: z.ZodMiniType
  options?: readonly z.ZodMiniType[]
  entries?: Record<string, string | number>
  values?: readonly unknown[]
  in?: z.ZodMiniType
  valueType?: z.ZodMiniType
  getter?: () => z.ZodMiniType
  format?: string
  checks?: readonly { _zod: { def: { check: string; minimum?: number; maximum?: number; value?: number | bigint; format?: string } } }[]
}

/** Texts that are right where they stand: ids of what there is, days, codes, words in Swedish. */
export type Known = { uuids: readonly string[]; days: readonly string[]; orgs: readonly string[]; words: readonly string[] }

/** What people and programs that mean no good have sent to others. Without lone surrogates: they cannot travel as UTF-8. */
export const HOSTILE: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\u0001\u001b[31m',
  '\r\nSet-Cookie: a=b',
  '\r\nBcc: alla@example.example',
  "' or 1=1 --",
  "'; drop table reply; --",
  '%',
  '_%\\',
  '\\',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  'javascript:alert(1)',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  'con.txt',
  'file:///etc/passwd',
  'http://169.254.169.254/',
  '=cmd|/c calc!A1',
  '#include "x" #read("/etc/passwd")',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e309',
  '0x10',
  '9007199254740993',
  '99999999999999999999',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '1583-01-01',
  '+275760-09-13',
  '00000000-0000-0000-0000-000000000000',
  '01900000-0000-7000-8000-00000000dead',
  'NSPL',
  '12',
  '‮gnp.exe',
  '\u202e\u2066\u200b\ufeff',
  'å'.normalize('NFD'),
  'ÅÄÖ åäö ﷽ 🧑‍🚀 ẞ ſ İ ı',
  '𝒳'.repeat(60),
  'a'.repeat(5_000),
  'å'.repeat(20_001),
  '('.repeat(2_000),
  '1 '.repeat(10_000),
  '@@ & | ! <-> :*',
  'a & (b | ',
]

/** Values of the wrong kind, and of the right kind far out. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  { length: -1 },
  nested(200),
]

function nested(depth: number): unknown {
  let value: unknown = 'x'
  for (let n = 0; n < depth; n += 1) value = n % 2 === 0 ? [value] : { blocks: value }
  return value
}

export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 2, arbitrary: fc.constantFrom(...STRANGE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
)

/** Values that fit a shape as far as the shape can be read; what a refinement refuses may come too. */
export function fitting(shape: z.ZodMiniType, known: Known): fc.Arbitrary<unknown> {
  const def = shape._zod.def as unknown as Def
  const inner = (one: z.ZodMiniType | undefined) => fitting(one ?? z.unknown(), known)
  switch (def.type) {
    case 'string':
      return text(shape, def, known)
    case 'number':
      return wholeNumber(def)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'literal':
      return fc.constantFrom(...(def.values ?? []))
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries ?? {}))
    case 'nullable':
      return fc.option(inner(def.innerType), { freq: 3 })
    case 'optional':
    case 'default':
    case 'readonly':
    case 'nonoptional':
      return inner(def.innerType)
    case 'array':
      return manyOf(def, inner(def.element))
    case 'object':
      return objectOf(def.shape ?? {}, known)
    case 'union':
      return fc.oneof(...(def.options ?? []).map(inner))
    case 'record':
      return fc.dictionary(fc.constantFrom(...known.uuids), inner(def.valueType), { maxKeys: 3 })
    case 'pipe':
      return inner(def.in)
    case 'lazy':
      return fitting(def.getter?.() ?? z.unknown(), known)
    case 'unknown':
    case 'any':
      return fc.oneof(fc.jsonValue(), fc.constantFrom(...known.words))
    default:
      throw new Error(`the fuzzer does not know the shape ${def.type}`)
  }
}

function bounds({ checks = [] }: Def): { min: number | undefined; max: number | undefined } {
  const defs = checks.map((check) => check._zod.def)
  return {
    min:
      defs.find(({ check }) => check === 'min_length')?.minimum ?? Number(defs.find(({ check }) => check === 'greater_than')?.value ?? 0),
    max:
      defs.find(({ check }) => check === 'max_length')?.maximum ??
      Number(defs.find(({ check }) => check === 'less_than')?.value ?? Number.NaN),
  }
}

/** Texts that the shape takes, of all we know; where it takes none, any word. */
function text(shape: z.ZodMiniType, def: Def, known: Known): fc.Arbitrary<string> {
  if (def.format === 'uuid' || def.format === 'guid') return fc.oneof(fc.constantFrom(...known.uuids), fc.uuid())
  const all = [...known.orgs, ...known.days, ...known.words, ...known.uuids, ...HOSTILE]
  const taken = all.filter((one) => shape.safeParse(one).success)
  return fc.constantFrom(...(taken.length > 0 ? taken : known.words))
}

function wholeNumber(def: Def): fc.Arbitrary<number> {
  const { min = 0, max } = bounds(def)
  const most = max === undefined || Number.isNaN(max) ? 50 : max
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min, max: Math.max(min, Math.min(most, min + 5)) }) },
    { weight: 1, arbitrary: fc.integer({ min, max: Math.max(min, most) }) },
  )
}

function manyOf(def: Def, element: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  const { min = 0, max } = bounds(def)
  return fc.array(element, { minLength: min, maxLength: Math.max(min, Math.min(max === undefined || Number.isNaN(max) ? 3 : max, 3)) })
}

function objectOf(shape: Record<string, z.ZodMiniType>, known: Known): fc.Arbitrary<unknown> {
  const required = Object.keys(shape).filter((name) => (shape[name] as unknown as { _zod: { def: Def } })._zod.def.type !== 'optional')
  const model = Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, fitting(one, known)]))
  return fc.record(model, { requiredKeys: required, noNullPrototype: true })
}

/** The same with one thing in it bent: another value, a name too many, one too few, or a text made long. */
export function bent(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value).slice(0, 400)
  return fc
    .tuple(fc.constantFrom(...places), hostile, fc.constantFrom('replace', 'remove', 'add', 'twice'))
    .map(([place, other, how]) => changed(value, place, other, how))
}

type Place = readonly (string | number)[]

function placesIn(value: unknown, at: Place = []): Place[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((one, index) => placesIn(one, [...at, index]))]
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...at, name]))]
}

function changed(value: unknown, [step, ...rest]: Place, other: unknown, how: string): unknown {
  if (step === undefined) {
    if (how === 'add' && typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value, extra: other }
    if (how === 'twice' && Array.isArray(value)) return [...value, ...value]
    return other
  }
  if (Array.isArray(value)) {
    if (how === 'remove' && rest.length === 0) return value.filter((_, index) => index !== step)
    return value.map((one: unknown, index) => (index === step ? changed(one, rest, other, how) : one))
  }
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {})
  if (how === 'remove' && rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== step))
  return Object.fromEntries(entries.map(([name, one]) => [name, name === step ? changed(one, rest, other, how) : one]))
}
