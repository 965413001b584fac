/** Puts a chain into order: leaf first, each certificate followed by the one that signed it. */
import type { KeyObject } from 'node:crypto'
import { type ChainCertificate, holdsKey, isSignedBy } from '../keys/chain.ts'

function isSame(a: ChainCertificate, b: ChainCertificate): boolean {
  return a.x509.raw.equals(b.x509.raw)
}

function isUnique(certificate: ChainCertificate, index: number, all: readonly ChainCertificate[]): boolean {
  return all.findIndex((other) => isSame(other, certificate)) === index
}

function signs(issuer: ChainCertificate, certificate: ChainCertificate): boolean {
  return !isSame(issuer, certificate) && issuer.isCa !== false && isSignedBy(certificate, issuer)
}

function findLeaf(pool: readonly ChainCertificate[], publicKey: KeyObject | undefined): ChainCertificate | undefined {
  if (publicKey) return pool.find((certificate) => holdsKey(certificate, publicKey))
  const childless = pool.filter((certificate) => !pool.some((other) => signs(certificate, other)))
  return childless.find(({ isCa }) => !isCa) ?? childless[0]
}

/**
 * The longest chain from the leaf (the certificate of `publicKey`, else the one that signed no other) that the
 * certificates allow; `extra` ones fill gaps. What does not belong is left out; undefined when no leaf is found.
 */
export function orderChain(
  certificates: readonly ChainCertificate[],
  { publicKey, extra = [] }: { publicKey?: KeyObject | undefined; extra?: readonly ChainCertificate[] } = {},
): readonly ChainCertificate[] | undefined {
  const leaf = findLeaf(certificates.filter(isUnique), publicKey)
  const pool = [...certificates, ...extra].filter(isUnique)
  const chain: ChainCertificate[] = []
  for (let next = leaf; next && !chain.includes(next); ) {
    chain.push(next)
    const current: ChainCertificate = next
    next = pool.find((candidate) => !chain.includes(candidate) && signs(candidate, current))
  }
  return leaf && chain
}
