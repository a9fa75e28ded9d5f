/** May this be done once more? False when the key's tokens are used up. */
export type Limiter = { take: (key: string) => boolean; size: () => number }

/** Above this many keys the fullest are forgotten: they are those that would be let through anyway, or nearly so. */
const MOST_KEYS = 20_000

type Bucket = { tokens: number; at: number }

/**
 * Token buckets in memory, one per key (an address, a mail address): each holds `capacity` and is refilled at
 * `refillPerMinute`. In one process only: several processes allow as many times more. Refuses a capacity below 1.
 */
export function makeLimiter(options: { capacity: number; refillPerMinute: number; now: () => Date; mostKeys?: number }): Limiter {
  const { capacity, refillPerMinute, now } = options
  const mostKeys = options.mostKeys ?? MOST_KEYS
  if (!(capacity >= 1) || !(refillPerMinute > 0)) throw new Error('a limiter needs a capacity of at least 1 and a refill above 0')
  const buckets = new Map<string, Bucket>()

  const filled = (bucket: Bucket, at: number) => {
    // A clock that is set back must not freeze anybody's bucket for as long.
    if (at < bucket.at) bucket.at = at
    const minutes = (at - bucket.at) / 60_000
    return Math.min(capacity, bucket.tokens + minutes * refillPerMinute + 1e-9)
  }
  const makeRoom = (at: number) => {
    for (const [key, bucket] of buckets) if (filled(bucket, at) >= capacity) buckets.delete(key)
    if (buckets.size <= mostKeys * 0.9) return
    // All are in use: the fullest tenth goes, so that those who are being held back stay held back.
    const fullest = [...buckets].toSorted(([, a], [, b]) => filled(b, at) - filled(a, at)).slice(0, Math.ceil(mostKeys / 10))
    for (const [key] of fullest) buckets.delete(key)
  }

  return {
    take: (key) => {
      const at = now().getTime()
      const bucket = buckets.get(key)
      if (!bucket && buckets.size >= mostKeys) makeRoom(at)
      const tokens = bucket ? filled(bucket, at) : capacity
      if (tokens < 1) return false
      buckets.set(key, { tokens: tokens - 1, at })
      return true
    },
    size: () => buckets.size,
  }
}
