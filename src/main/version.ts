import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

// From src/main and from dist/server alike.
const PACKAGE = join(import.meta.dirname, '..', '..', 'package.json')

/** The program's own version, from its package. */
export const VERSION = z.parse(z.object({ version: z.string() }), JSON.parse(readFileSync(PACKAGE, 'utf8'))).version
