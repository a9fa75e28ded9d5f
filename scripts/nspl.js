// npm run nspl -- COMMAND: the command line, built first when its sources have changed.
import { checkNode, ensureBuilt, ensureInstalled, ensureLinks } from './setup.js'
import { runCommand } from './run.js'

const args = process.argv.slice(2)
checkNode()
ensureInstalled()
ensureLinks()
ensureBuilt('server', ...(args[0] === 'serve' ? ['web'] : []))
runCommand(args)
