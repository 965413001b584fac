/** `serve --tls`: a certificate of the local CA for the hosts that the server answers for. */
import { caName, hostName, issueServerCertificate } from '../certs/local-ca.ts'
import { UsageError } from '../errors.ts'
import type { Random } from '../primitives/random.ts'
import { type CaChange, type UsedCa, useLocalCa } from './local-ca-store.ts'

export interface LocalCaUse {
  /** The certificate that clients are told to trust. */
  file: string
  /** Who signed. */
  text: string
  /** What those who trusted the earlier authority have to know. */
  warning?: string
}

export interface LocalTls {
  /** PEM. */
  key: string
  cert: string
  localCa: LocalCaUse
}

interface Hosts {
  host?: string | undefined
  issuer?: string | undefined
}

/**
 * The hosts that `--host` and `--issuer` ask for; an address that stands for all is none.
 *
 * @throws {@link UsageError} for an issuer over plain http and a host that no certificate can have
 */
export function askedHosts({ host, issuer }: Hosts): string[] {
  if (issuer !== undefined && new URL(issuer).protocol !== 'https:') {
    throw new UsageError('--tls serves https, --issuer says http', {
      hint: `write --issuer ${issuer.replace(/^http/, 'https')}`,
    })
  }
  const isOne = host !== undefined && !/^(0\.0\.0\.0|\[?::\]?)$/.test(host)
  const hosts = [...(issuer === undefined ? [] : [new URL(issuer).hostname]), ...(isOne ? [host] : [])]
  return hosts.map((name) => hostName(name).value)
}

const TRUST_AGAIN = 'trust its certificate anew where you trusted the earlier one'

function warningOf(change: CaChange, name: string, hosts: readonly string[]): string | undefined {
  const warnings: Partial<Record<CaChange, string>> = {
    widened: `${name} allows ${hosts.join(' and ')} from now on: ${TRUST_AGAIN}`,
    renewed: `the local CA was about to expire, ${name} takes its place: ${TRUST_AGAIN}, and start other servers again`,
    replaced: `others could read the key of the local CA, ${name} takes its place: \
take the earlier one out of trust stores, trust the new one, and start other servers again`,
  }
  return warnings[change]
}

function describeUse({ ca, change, files }: UsedCa, hosts: readonly string[]): LocalCaUse {
  const name = caName(ca.certificate)
  const end = new Date(ca.certificate.notAfter).toISOString().slice(0, 10)
  const made = change === 'made' ? ', made for this machine' : ''
  const warning = warningOf(change, name, hosts)
  return {
    file: files.certificate,
    text: `signed by ${name}${made}, until ${end}`,
    ...(warning !== undefined && { warning }),
  }
}

/** A key and certificate for this start, of an authority that is kept in `folder`; see {@link useLocalCa} for errors. */
export async function localTls(
  asked: Hosts,
  { folder, now, random }: { folder: string; now: number; random: Random },
): Promise<LocalTls> {
  const hosts = askedHosts(asked)
  const used = await useLocalCa({ folder, hosts, now, random })
  const { key, cert } = await issueServerCertificate(used.ca, hosts, { now, random })
  return { key, cert, localCa: describeUse(used, hosts) }
}
