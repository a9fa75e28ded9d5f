import { spawnSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallDisk = { folder: string; how: string; fill: () => void; free: () => void; remove: () => void }

/** A disk of its own, of so many MB: a file with ext4 in it, else memory. A text is why there can be none here. */
export function openSmallDisk(megabytes: number): SmallDisk | string {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk'
  const home = mkdtempSync(join(tmpdir(), 'nspl-disk-'))
  // The account that runs the database must pass.
  chmodSync(home, 0o711)
  const folder = join(home, 'mounted')
  const image = join(home, 'image')
  mkdirSync(folder)
  const ways = [
    [
      ['truncate', '-s', `${megabytes}M`, image],
      ['mkfs.ext4', '-q', '-m', '0', '-F', image],
      ['mount', '-o', 'loop', image, folder],
    ],
    [['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'nspl', folder]],
  ]
  const names = ['ext4 on a loop', 'tmpfs']
  let said = ''
  for (const [at, commands] of ways.entries()) {
    const isMounted = commands.every(([program = '', ...args]) => {
      const done = spawnSync(program, args, { encoding: 'utf8' })
      said = done.stderr || done.error?.message || said
      return done.status === 0
    })
    if (isMounted) return diskAt(home, folder, names[at] ?? '')
  }
  rmSync(home, { recursive: true, force: true })
  return `no small disk can be mounted: ${said.trim()}`
}

function diskAt(home: string, folder: string, how: string): SmallDisk {
  const filler = join(folder, 'filler')
  const disk = {
    folder,
    how,
    fill: () => {
      const file = openSync(filler, 'a')
      try {
        for (const size of [1 << 20, 1 << 12]) while (isWritten(file, Buffer.alloc(size, 1)));
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      spawnSync('umount', ['-l', folder])
      rmSync(home, { recursive: true, force: true })
    },
  }
  return disk
}

function isWritten(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}

/** Moves a folder of the database to the disk, and leaves a link. The database must not be running. */
export function moveTo(disk: SmallDisk, postgres: string, name: string): void {
  const from = join(postgres, name)
  const to = join(disk.folder, name)
  const moved = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  if (moved.status !== 0) throw new Error(`${name} does not fit on the small disk: ${moved.stderr}`)
  rmSync(from, { recursive: true })
  symlinkSync(to, from)
}
