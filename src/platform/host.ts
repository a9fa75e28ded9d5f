import { statfs } from 'node:fs/promises'
import type { Certificates } from './certificates.ts'
import type { ShownSetting } from './settings-shown.ts'

/** What this process runs on, for whoever keeps it running. */
export type Host = {
  /** The program's own version. */
  version: string
  startedAt: Date
  settings: readonly ShownSetting[]
  folders: readonly Folder[]
  certificates: Certificates
}

type Folder = { use: 'data' | 'backup'; path: string }

/** Free and whole size in bytes, of the disk that a folder lies on; null when it cannot be read. */
export type Disk = Folder & { room: { free: number; total: number } | null }

/** How much room there is, for each folder. */
export function readDisks(folders: readonly Folder[]): Promise<Disk[]> {
  return Promise.all(
    folders.map(async (folder): Promise<Disk> => {
      try {
        const { bavail, blocks, bsize } = await statfs(folder.path)
        return { ...folder, room: { free: bavail * bsize, total: blocks * bsize } }
      } catch {
        // Not made yet, or away: told as such, which is the answer.
        return { ...folder, room: null }
      }
    }),
  )
}
