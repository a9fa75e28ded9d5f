// npm run bench [-- NAME ...]: one JSON line per figure, each a ratio to a bare baseline of the same run. Non-zero under a floor.
import { spawnSync } from 'node:child_process'
import { bundle } from './bundle.js'
import { checkNode, ensureBuilt, ensureInstalled, ensureLinks, PROGRAM } from './setup.js'

checkNode()
ensureInstalled()
ensureLinks()
ensureBuilt('server', 'web')
const file = await bundle('bench', 'run', 'serve')
const done = spawnSync('node', [file, ...process.argv.slice(2)], { cwd: PROGRAM, stdio: 'inherit' })
process.exitCode = done.status ?? 1
