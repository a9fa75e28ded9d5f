// node scripts/screens.js: the pictures in docs/screens, taken of a demo of its own. Needs Chromium; LibreOffice and pdftoppm for
// the one of the compilation, which is left as it is without them.
import { spawnSync } from 'node:child_process'
import { bundle } from './bundle.js'
import { checkNode, ensureBuilt, ensureInstalled, ensureLinks, PROGRAM } from './setup.js'

checkNode()
ensureInstalled()
ensureLinks()
ensureBuilt('server', 'web')
const file = await bundle('e2e', 'screens')
const done = spawnSync('node', [file], { cwd: PROGRAM, stdio: 'inherit' })
process.exitCode = done.status ?? 1
