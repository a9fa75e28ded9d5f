// npm start: from a fresh clone to a running demo, on a database of its own in DATA_DIR (.data). Later starts keep the data.
import { checkNode, ensureBuilt, ensureInstalled, ensureLinks } from './setup.js'
import { runCommand } from './run.js'

checkNode()
ensureInstalled()
ensureLinks()
ensureBuilt('server', 'web')
// With a database of the operator's own, the marks and migrations are hers to make: serve only.
const args = process.env.DATABASE_URL ? ['serve'] : ['serve', '--embedded', '--demo']
runCommand([...args, ...process.argv.slice(2)], { LOG_LEVEL: 'warn', ...process.env })
