import { spawnSync, type SpawnOptions } from 'node:child_process'
import { dirname, join } from 'node:path'

/**
 * Who runs the server. PostgreSQL refuses root: a process of root's runs it as an unprivileged account, or in a user
 * namespace where root's own files belong to another number.
 */
export type Identity = {
  /** Who owns the server's files, seen from outside. */
  uid: number
  gid: number
  how: string
  /** The command line that runs a program as that identity. */
  command: (program: string, args: readonly string[]) => { file: string; args: string[]; options: Pick<SpawnOptions, 'uid' | 'gid'> }
}

type Account = { name: string; uid: number; gid: number }

/**
 * Chooses who runs the server. `reach` are the paths that must be reachable; `keeper` is the owner of a data directory
 * that exists already, which decides. Refuses, with the path to mend, when nobody can; a parent's mode is never changed.
 */
export function chooseIdentity(reach: readonly string[], keeper: number | undefined): Identity {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  if (uid !== 0) {
    if (keeper !== undefined && keeper !== uid)
      throw new Error(`the database in ${reach[0]} belongs to user ${keeper}, this process is user ${uid}`)
    return { uid, gid, how: 'as this user', command: (file, args) => ({ file, args: [...args], options: {} }) }
  }

  const accounts = ['postgres', 'nobody'].map(account).filter((one): one is Account => one !== undefined)
  for (const one of accounts) {
    if (keeper !== undefined && keeper !== one.uid) continue
    if (reach.every((path) => reaches(asAccount(one), path))) return asAccount(one)
  }
  const inner = accounts[0] ?? account('daemon')
  if (inner && (keeper === undefined || keeper === 0)) {
    const namespaced = inNamespace(inner)
    if (reach.every((path) => reaches(namespaced, path))) return namespaced
  }
  throw new Error(refusal(accounts, reach, keeper))
}

function asAccount({ name, uid, gid }: Account): Identity {
  return { uid, gid, how: `as ${name}`, command: (file, args) => ({ file, args: [...args], options: { uid, gid } }) }
}

// The server looks up its account's name, so the number inside must be one that exists.
function inNamespace({ name, uid, gid }: Account): Identity {
  return {
    uid: 0,
    gid: 0,
    how: `in a user namespace, as ${name} there`,
    command: (program, args) => ({
      file: 'unshare',
      args: ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--', program, ...args],
      options: {},
    }),
  }
}

function account(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || Number.NaN))
  return uid && gid ? { name, uid, gid } : undefined
}

function reaches(who: Identity, path: string): boolean {
  const { file, args, options } = who.command('/usr/bin/test', ['-x', path])
  return spawnSync(file, args, { ...options, cwd: '/', stdio: 'ignore' }).status === 0
}

function refusal(accounts: readonly Account[], reach: readonly string[], keeper: number | undefined): string {
  const one = accounts.find(({ uid }) => uid === keeper) ?? accounts[0]
  if (keeper !== undefined && keeper !== 0 && one?.uid !== keeper) {
    return `the database in ${reach[0]} belongs to user ${keeper}: run as that user, or give the folder to postgres`
  }
  if (!one) return 'the embedded database does not run as root, and there is neither a user postgres nor nobody: run as another user'
  const closed = reach.flatMap(steps).find((path) => !reaches(asAccount(one), path))
  return (
    `the embedded database does not run as root: it would run as ${one.name}, who cannot pass ${closed}, and user namespaces are not allowed here. ` +
    `Put the program and DATA_DIR in a folder that others may pass (mode 755), run as an ordinary user, or set DATABASE_URL`
  )
}

/** All folders down to a path, from the root. */
function steps(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...steps(parent), join(path)]
}
