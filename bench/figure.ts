/** One figure: ours beside a bare baseline of the same run. `ratio` is how near we come; under `floor` the bench fails. */
export type Figure = { id: string; ours: number; bare: number; unit: string; ratio: number; floor: number }

/** Rates: more is better. */
export function rate(id: string, ours: number, bare: number, unit: string, floor: number): Figure {
  return { id, ours: round(ours), bare: round(bare), unit, ratio: round(ours / bare), floor }
}

/** Times and sizes: less is better, so the ratio is turned over. */
export function cost(id: string, ours: number, bare: number, unit: string, floor: number): Figure {
  return { id, ours: round(ours), bare: round(bare), unit, ratio: round(bare / ours), floor }
}

const round = (value: number) => Math.round(value * 1000) / 1000

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Takes turns between two works, so that whatever else the machine does meets both; the medians of what they answer. */
export async function inTurns(
  rounds: number,
  ours: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<{ ours: number; bare: number }> {
  const [mine, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await bare())
    mine.push(await ours())
  }
  return { ours: median(mine), bare: median(theirs) }
}

/** Runs `work` on `clients` at once for some seconds. Out: how many per second were done. A failure ends it. */
export async function perSecond(clients: number, seconds: number, work: (client: number) => Promise<void>): Promise<number> {
  const until = performance.now() + seconds * 1000
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < until) {
        await work(client)
        done += 1
      }
    }),
  )
  return (done * 1000) / (performance.now() - started)
}
