import { readdirSync, readFileSync } from 'node:fs'
import { isAlive } from '../src/platform/embedded-folder.ts'

/** SIGKILL of a server and all its children at once, as when a machine is gone. Throws when there is nothing to kill. */
export async function killWhole(pid: number): Promise<void> {
  if (pid <= 1 || !isAlive(pid)) throw new Error(`there is no server ${pid} to kill`)
  const all = [pid, ...childrenOf(pid)]
  for (const one of all) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It went with its parent.
    }
  }
  while (all.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 2))
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It ended while the list was read.
    return undefined
  }
}
