// npm run drill [-- --short | --rounds N]: faults that the product must survive, on a database of its own. "N tried, N failed".
import { spawnSync } from 'node:child_process'
import { bundle } from './bundle.js'
import { checkNode, ensureBuilt, ensureInstalled, ensureLinks, PROGRAM } from './setup.js'

checkNode()
ensureInstalled()
ensureLinks()
ensureBuilt('server')
const file = await bundle('drill', 'run')
const done = spawnSync('node', [file, ...process.argv.slice(2)], { cwd: PROGRAM, stdio: 'inherit' })
process.exitCode = done.status ?? 1
