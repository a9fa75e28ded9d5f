import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod/mini'
import type { Identity } from './embedded-identity.ts'

/** A socket's whole path is cut at 107 bytes by the kernel; a few are left for the file's own name. */
const LONGEST_SOCKET = 100
const SOCKET_NAME = '/.s.PGSQL.5432'

/** Makes DATA_DIR, passable but not readable by others. Refuses one that another user owns or may write in. */
export function dataFolder(dataDir: string): string {
  const asked = resolve(dataDir)
  if (!existsSync(asked)) {
    try {
      mkdirSync(asked, { recursive: true, mode: 0o755 })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new Error(`DATA_DIR ${asked} cannot be made (${why}): set DATA_DIR to a folder that this user may write in`, { cause: error })
    }
    chmodSync(asked, 0o711)
  }
  const folder = realpathSync(asked)
  const about = lstatSync(folder)
  if (!about.isDirectory()) throw new Error(`DATA_DIR ${folder} is not a folder`)
  const uid = process.getuid?.()
  if (about.uid !== uid) throw new Error(`DATA_DIR ${folder} belongs to user ${about.uid}, this process is user ${uid}`)
  if ((about.mode & 0o002) !== 0) throw new Error(`anyone may write in DATA_DIR ${folder}: run chmod o-w on it`)
  return folder
}

/** Makes a folder for the owner alone, or checks the one that is there. Refuses a link and another user's folder. */
export function privateFolder(path: string, owner: { uid: number; gid: number }): string {
  if (!existsSync(path)) {
    mkdirSync(path, { mode: 0o700 })
    chownSync(path, owner.uid, owner.gid)
  }
  const about = lstatSync(path)
  if (!about.isDirectory()) throw new Error(`${path} is not a folder`)
  if (about.uid !== owner.uid) throw new Error(`${path} belongs to user ${about.uid}, it must be ${owner.uid}'s`)
  if ((about.mode & 0o077) !== 0) chmodSync(path, 0o700)
  return path
}

/**
 * The folder of the server's socket: inside DATA_DIR, or a new folder with a random name in the temporary folder when
 * that path is too long. A path that could be foretold is never used outside DATA_DIR: somebody could have made it.
 */
export function socketFolder(data: string, owner: Identity): string {
  const inside = join(data, 'run')
  if (Buffer.byteLength(inside + SOCKET_NAME) <= LONGEST_SOCKET) return privateFolder(inside, owner)

  const note = join(data, 'run-folder')
  const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined
  if (noted !== undefined && existsSync(noted)) {
    const about = lstatSync(noted)
    if (about.isDirectory() && about.uid === owner.uid && (about.mode & 0o077) === 0) return noted
  }
  const made = mkdtempSync(join(tmpdir(), 'nspl-'))
  chownSync(made, owner.uid, owner.gid)
  writeFileSync(note, `${made}\n`, { mode: 0o600 })
  return made
}

const Passwords = z.object({ superuser: z.string(), owner: z.string(), app: z.string() })
export type Passwords = z.output<typeof Passwords>

/** The passwords of the server's roles, made once and kept in a file that only this user may read. */
export function passwords(data: string): Passwords {
  const file = join(data, 'database-passwords.json')
  if (!existsSync(file)) {
    const fresh = { superuser: secret(), owner: secret(), app: secret() }
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    try {
      // A link is all or nothing, and of two that start at once only one wins.
      linkSync(draft, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(draft)
    }
  }
  const about = lstatSync(file)
  if (!about.isFile() || (about.mode & 0o077) !== 0) throw new Error(`${file} must be a file of mode 600`)
  return Passwords.parse(JSON.parse(readFileSync(file, 'utf8')))
}

function secret(): string {
  return randomBytes(24).toString('hex')
}

/** Notes that this process uses the server, so that another one does not stop it. Answers how to take the note away. */
export function noteUser(data: string): { leave: () => void; others: () => number[] } {
  const folder = privateFolder(join(data, 'users'), { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 })
  const mine = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`)
  writeFileSync(mine, startOf(process.pid) ?? '', { mode: 0o600 })
  return {
    leave: () => rmSync(mine, { force: true }),
    others: () => {
      const living: number[] = []
      // Somebody removed the whole of DATA_DIR under a running server: it must still be stopped.
      if (!existsSync(folder)) return living
      for (const name of readdirSync(folder)) {
        const file = join(folder, name)
        if (file === mine) continue
        const pid = Number(name.split('-')[0])
        const start = startOf(pid)
        if (start !== undefined && existsSync(file) && readFileSync(file, 'utf8') === start) living.push(pid)
        else rmSync(file, { force: true })
      }
      return living
    },
  }
}

/** Is there a process with this number that still runs? One that only waits to be buried does not. */
export function isAlive(pid: number): boolean {
  const state = processFields(pid)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** Does the process still run, and was it started with these arguments in a row? */
export function isRunning(pid: number, args: readonly string[]): boolean {
  if (!isAlive(pid)) return false
  try {
    return `\0${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}`.includes(`\0${args.join('\0')}\0`)
  } catch {
    return false
  }
}

/** When a process began, in ticks since the machine's start: with the number, it names a process and never its successor. */
function startOf(pid: number): string | undefined {
  return processFields(pid)?.[19]
}

/** The kernel's words about a process, from its state on (proc(5)). */
function processFields(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
