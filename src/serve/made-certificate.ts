/** A certificate that is made for one run and kept nowhere: for those who trust any, such as a conformance suite. */
import { generateKeyPairSync } from 'node:crypto'
import { isIP } from 'node:net'
import { certify } from '../certs/certify.ts'
import { readWishes } from '../certs/options.ts'
import type { Random } from '../primitives/random.ts'

const LOOPBACK = ['localhost', '127.0.0.1', '::1']

/** Key and self-signed certificate, in PEM, for `host` and the names of this machine. */
export async function makeTlsCertificate(
  host: string,
  { now, random }: { now: number; random: Random },
): Promise<{ key: string; cert: string }> {
  const name = host.replace(/^\[|\]$/g, '')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const san = [...new Set([name, ...LOOPBACK])].map((one) => `${isIP(one) === 0 ? 'dns' : 'ip'}:${one}`)
  const wishes = readWishes({ subject: `CN=${name}`, san, days: 30 })
  const { certificate_chain } = await certify({ key: privateKey, use: 'sig', wishes, now, random })
  return { key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), cert: certificate_chain }
}
