// Runs the built command line in its own process, and hands signals and the outcome on.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { PROGRAM } from './setup.js'

/** `environment` is what the platform gets: without what npm adds to it, which is only for npm's own use. */
export function runCommand(args, environment = process.env) {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('npm_')))
  const child = spawn('node', ['--enable-source-maps', join(PROGRAM, 'dist/server/cli.js'), ...args], {
    stdio: 'inherit',
    env,
  })
  // A terminal sends its Ctrl-C to the child as well; this process only waits for the orderly stop.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
  // npm, when it is ended by a signal, ends its shell and not what runs in it: then this process has another parent.
  const parent = process.ppid
  const orphaned = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return
    clearInterval(orphaned)
    child.kill('SIGTERM')
  }, 500)
  child.on('error', (error) => {
    console.error(`node could not be run: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    clearInterval(orphaned)
    process.exitCode = signal ? 1 : (code ?? 1)
  })
}
