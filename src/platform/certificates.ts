import { connect } from 'node:tls'

/** When the certificate of a host of ours ends; or why it could not be read. */
export type Certificate = { use: 'web' | 'mail'; host: string; validTo: Date | null; problem: string | null; lookedAt: Date }

export type Certificates = {
  /** What is known now. Looks again behind the asker's back when that is older than an hour. */
  known: () => readonly Certificate[]
  /** Looks now. */
  look: () => Promise<void>
}

type Place = { use: Certificate['use']; host: string; port: number }

const OLD = 3_600_000
const PATIENCE = 5_000

/**
 * Watches the certificates of the addresses that the operator has named herself: the platform's own and the mail server's, where they speak TLS
 * from the first byte. No other host is ever connected to.
 */
export function watchCertificates(
  addresses: { publicUrl: string; smtpUrl: string | undefined },
  clock: () => Date,
  read: typeof readValidTo = readValidTo,
): Certificates {
  const places = placesOf(addresses)
  let known: readonly Certificate[] = []
  let looking: Promise<void> | undefined
  const look = async () => {
    known = await Promise.all(
      places.map(async ({ use, host, port }): Promise<Certificate> => {
        const at = { use, host, lookedAt: clock() }
        try {
          return { ...at, validTo: await read(host, port), problem: null }
        } catch (error) {
          return { ...at, validTo: null, problem: error instanceof Error ? error.message : String(error) }
        }
      }),
    )
  }
  const lookOnce = () => {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
  return {
    known: () => {
      const oldest = Math.min(...known.map(({ lookedAt }) => lookedAt.getTime()))
      if (places.length > 0 && (known.length === 0 || clock().getTime() - oldest > OLD)) void lookOnce()
      return known
    },
    look: lookOnce,
  }
}

function placesOf({ publicUrl, smtpUrl }: { publicUrl: string; smtpUrl: string | undefined }): Place[] {
  const places: Place[] = []
  const web = new URL(publicUrl)
  if (web.protocol === 'https:') places.push({ use: 'web', host: web.hostname, port: Number(web.port || 443) })
  const mail = smtpUrl === undefined ? undefined : new URL(smtpUrl)
  if (mail?.protocol === 'smtps:') places.push({ use: 'mail', host: mail.hostname, port: Number(mail.port || 465) })
  return places
}

/** When the certificate that a host shows ends. Read, not trusted: one that has ended is what there is to tell of. */
export function readValidTo(host: string, port: number): Promise<Date> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername: host, rejectUnauthorized: false, timeout: PATIENCE })
    socket.once('secureConnect', () => {
      const until = new Date(socket.getPeerCertificate().valid_to)
      socket.destroy()
      if (Number.isNaN(until.getTime())) reject(new Error('the host showed no certificate'))
      else resolve(until)
    })
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)))
    socket.once('error', reject)
  })
}
