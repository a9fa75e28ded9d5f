// npm test: everything that must hold. Ends with "N passed, N failed" alone on a line.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkNode, ensureBuilt, ensureInstalled, ensureLinks, PROGRAM, refuse, toolEnvironment } from './setup.js'

const skipBrowser = process.env.NSPL_SKIP_BROWSER === '1'
/** Files whose names have one of these in them. */
const NEAR_THE_DATABASE = [
  'src/platform/db',
  'src/platform/migrate',
  'src/platform/jobs',
  'src/platform/http.test',
  'src/platform/health',
  'src/platform/housekeeping',
  'src/platform/journal-',
  'src/platform/mail',
  'test/rls',
  'test/world',
]
const total = { passed: 0, failed: 0, skipped: 0 }

checkNode()
ensureInstalled()
ensureLinks()
const chromium = skipBrowser ? undefined : ensureChromium()
const environment = {
  ...toolEnvironment(),
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  ...(chromium !== undefined && { CHROMIUM_PATH: chromium }),
}
const reports = mkdtempSync(join(tmpdir(), 'nspl-report-'))

stage('types', () => check('tsc', '--noEmit', '-p', 'tsconfig.json'))
stage('types of pure files', () => check('tsc', '--noEmit', '-p', 'tsconfig.pure.json'))
stage('types of the web', () => check('tsc', '--noEmit', '-p', 'tsconfig.web.json'))
stage('lint', () => check('oxlint', '--type-aware', '--deny-warnings', '--format=unix'))
stage('format', () => check('biome', 'format'))
stage('build', () => {
  ensureBuilt('server', 'web')
  return { passed: 1, failed: 0 }
})
stage('tests', () => vitest('tests', []))
testOldestDatabase()
if (skipBrowser) console.log('walks in the browser: SKIPPED, because NSPL_SKIP_BROWSER=1')
else stage('walks in the browser', () => vitest('walks', ['--config', 'vitest.e2e.config.ts']))
if (existsSync(join(PROGRAM, 'drill'))) stage('drill', () => run('node', ['scripts/drill.js', '--short']))

rmSync(reports, { recursive: true, force: true })
if (total.skipped > 0) console.log(`${total.skipped} tests were skipped`)
if (total.passed === 0) console.log('No test was run: that is a failure.')
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

/** What is closest to the database, on the oldest PostgreSQL that is supported, where Debian's is installed. */
function testOldestDatabase() {
  const oldest = '/usr/lib/postgresql/15/bin'
  const name = 'tests near the database on PostgreSQL 15'
  if (environment.NSPL_POSTGRES_BIN) console.log(`${name}: SKIPPED, because NSPL_POSTGRES_BIN chooses the server of all tests`)
  else if (!existsSync(join(oldest, 'postgres')))
    console.log(`${name}: SKIPPED, because there is no ${oldest} (apt-get install postgresql-15)`)
  else stage(name, () => vitest('oldest', NEAR_THE_DATABASE, { NSPL_POSTGRES_BIN: oldest }))
}

function stage(name, work) {
  const started = performance.now()
  const { passed, failed, skipped = 0 } = work()
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name} (${passed} passed, ${failed} failed, ${seconds} s)`)
}

function check(program, ...args) {
  return run(join(PROGRAM, 'node_modules/.bin', program), args)
}

/** One pass or one failure. What a program prints is shown only if it failed, and not without end. */
function run(program, args) {
  const done = spawnQuietly(program, args)
  if (done.status === 0) return { passed: 1, failed: 0 }
  console.log(shortened(done.said, 60))
  return { passed: 0, failed: 1 }
}

function spawnQuietly(program, args, more = {}) {
  const done = spawnSync(program, args, { cwd: PROGRAM, env: { ...environment, ...more }, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  return { status: done.status, said: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`.trimEnd() }
}

function shortened(text, most) {
  const lines = text.split('\n')
  return lines.length > most ? `${lines.slice(0, most).join('\n')}\n... and ${lines.length - most} lines more` : text
}

function vitest(name, args, more = {}) {
  const report = join(reports, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const done = spawnQuietly(join(PROGRAM, 'node_modules/.bin/vitest'), ['run', ...args, '--silent=passed-only', ...reporters], more)
  const counts = existsSync(report) ? counted(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 }
  // A crash, an error outside the tests, or nothing to run: no test has failed, and yet it is a failure.
  if (counts.failed === 0 && (done.status !== 0 || counts.passed === 0)) counts.failed = 1
  if (counts.failed > 0) {
    const why = done.said.search(/^.*(Failed Suites|Failed Tests|Unhandled Errors)/m)
    console.log(why >= 0 ? shortened(done.said.slice(why), 150) : done.said.split('\n').slice(-60).join('\n'))
  }
  return counts
}

/** What a report of Vitest's adds up to. A file that cannot even be loaded has no failed test, and counts as one. */
function counted({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests + numTodoTests }
}

/** The path of a Chromium. Debian's is installed where that can be done; no browser is a failure, never a silent skip. */
function ensureChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) refuse(`CHROMIUM_PATH is ${given}, and there is no such file.`)
    return given
  }
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = () => places.find((place) => existsSync(place))
  if (found() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium for the walks ...')
    const env = { ...toolEnvironment(), DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [
      ['-qq', 'update'],
      ['-qq', 'install', '-y', '--no-install-recommends', 'chromium'],
    ]) {
      spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    }
  }
  return (
    found() ??
    refuse(
      'The walks need a browser, and there is none. Install Chromium ("sudo apt-get install chromium"), or set CHROMIUM_PATH,\n' +
        'or set NSPL_SKIP_BROWSER=1 to leave the walks out.',
    )
  )
}
