import * as z from 'zod/mini'

/** Information classes, KLASSA's confidentiality levels K0 to K3. K4 has no place in an ordinary installation. */
export const CLASSES = ['open', 'limited', 'sensitive', 'severe'] as const
export const ClassCode = z.enum(CLASSES)
export type ClassCode = (typeof CLASSES)[number]

/** Is a class above what this installation, or this channel, may hold? */
export function isAbove(one: ClassCode, ceiling: ClassCode): boolean {
  return CLASSES.indexOf(one) > CLASSES.indexOf(ceiling)
}
