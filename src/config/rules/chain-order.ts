/** Why a chain that holds the right certificate is refused all the same: its order. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { IssuerKeyEntry } from '../../keys/issuer-key.ts'
import type { KeyProblem } from '../../keys/problems.ts'

/** Findings that a chain in the wrong order draws. */
const ORDER_CODES: ReadonlySet<string> = new Set([
  'ERR_CHAIN_KEY_MISMATCH',
  'ERR_CHAIN_NOT_SIGNED_BY_NEXT',
  'ERR_CHAIN_ISSUER_NOT_CA',
  'ERR_CHAIN_ISSUER_NO_BASIC_CONSTRAINTS',
  'ERR_CHAIN_ISSUER_NO_CERT_SIGN',
])

/** The position of the key's own certificate, from 1; undefined where there is none or something cannot be read. */
function ownCertificate({ key, certificate_chain = '' }: IssuerKeyEntry): number | undefined {
  const blocks = certificate_chain.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  try {
    const privateKey = createPrivateKey(key)
    const index = blocks.findIndex((block) => new X509Certificate(block).checkPrivateKey(privateKey))
    return index === -1 ? undefined : index + 1
  } catch {
    return undefined
  }
}

/** The problems of an entry, with a hint where the order of the chain is what is wrong. */
export function explainChainOrder(entry: IssuerKeyEntry, problems: readonly KeyProblem[]): readonly KeyProblem[] {
  if (!problems.some(({ code }) => code === 'ERR_CHAIN_KEY_MISMATCH')) return problems
  const own = ownCertificate(entry)
  if (own === undefined || own === 1) return problems
  const hint = `the chain is in the wrong order: certificate ${own} is the one of this key and comes first, the root last; oidc certs verify CHAIN --fix-order prints it so`
  return problems.map((problem) => (ORDER_CODES.has(problem.code) ? { ...problem, hint } : problem))
}
