import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { orderChain } from '../../src/certs/order.ts'
import { verifyChain, writeChain } from '../../src/certs/verify.ts'
import { parseChain } from '../../src/keys/chain.ts'
import { chains, NOW, vectorText } from '../keys/vectors.ts'

/** What a strict reader finds on rows that the provider accepts. */
const STRICT: Readonly<Record<string, string[]>> = {
  'chain-rsa-2048-leaf-only.pem': ['warning ERR_CHAIN_ISSUER_MISSING 1'],
  'chain-rsa-2048-self-signed.pem': ['note ERR_CHAIN_SELF_SIGNED 1'],
  'chain-ec-p384-self-signed.pem': ['note ERR_CHAIN_SELF_SIGNED 1'],
  'chain-ec-p521-self-signed.pem': ['note ERR_CHAIN_SELF_SIGNED 1'],
  'chain-rsa-2048-leading-text.pem': ['note ERR_CHAIN_FOREIGN_TEXT undefined'],
  'chain-rsa-2048-sha1-self-signed.pem': ['warning ERR_CHAIN_WEAK_SIGNATURE 1', 'note ERR_CHAIN_SELF_SIGNED 1'],
  'chain-rsa-2048-issuer-name-differs.pem': ['warning ERR_CHAIN_NAME_MISMATCH 1'],
  'chain-rsa-2048-path-length.pem': ['warning ERR_CHAIN_PATH_LENGTH 3'],
}

function verify(file: string, key: string) {
  return verifyChain(vectorText(file), { publicKey: createPublicKey(vectorText(key)), now: NOW })
}

describe('certs verify: the table of chains', () => {
  it.each(chains.filter(({ verdict }) => verdict === 'accept'))(
    '$file is accepted, a strict reader: $tool',
    ({ file, key }) => {
      const { isAccepted, problems } = verify(file, key)
      expect(isAccepted).toBe(true)
      expect(problems.map(({ severity, code, certificate }) => `${severity} ${code} ${certificate}`)).toEqual(
        STRICT[file] ?? [],
      )
    },
  )

  it.each(chains.filter(({ verdict }) => verdict === 'refuse'))('$file is refused: $reason', ({ file, key }) => {
    const { isAccepted, problems } = verify(file, key)
    expect(isAccepted).toBe(false)
    expect(problems[0]?.severity).toBe('error')
  })

  it('what is right but for its text is an error whose hint is the fix', () => {
    const { problems } = verify('chain-rsa-2048-trailing-blank-line.pem', 'rsa-2048.pkcs8.pem')
    expect(problems).toMatchObject([{ code: 'ERR_CHAIN_TRAILING_DATA', hint: expect.stringContaining('--fix-order') }])
  })
})

describe('certs verify --fix-order', () => {
  const good = writeChain(parseChain(vectorText('chain-rsa-2048-good.pem')).certificates)
  const publicKey = createPublicKey(vectorText('rsa-2048.pkcs8.pem'))

  it.each(['wrong-order', 'reversed', 'good', 'duplicate-leaf', 'trailing-blank-line'])(
    '%s becomes the good chain, with the key and without',
    (name) => {
      const { certificates } = parseChain(vectorText(`chain-rsa-2048-${name}.pem`))
      expect(writeChain(orderChain(certificates, { publicKey }) ?? [])).toBe(good)
      expect(writeChain(orderChain(certificates) ?? [])).toBe(good)
    },
  )

  it('a gap is filled from other certificates', () => {
    const { certificates } = parseChain(vectorText('chain-rsa-2048-missing-intermediate.pem'))
    const extra = parseChain(vectorText('ca-intermediate-rsa.crt.pem')).certificates
    expect(writeChain(orderChain(certificates, { publicKey, extra }) ?? [])).toBe(good)
  })

  it.each(['wrong-order', 'reversed'])('%s: the error says that another order would do', (name) => {
    const { problems } = verify(`chain-rsa-2048-${name}.pem`, 'rsa-2048.pkcs8.pem')
    expect(problems.some(({ hint }) => hint?.includes('--fix-order'))).toBe(true)
  })
})

describe('certs verify: time and trust', () => {
  const check = (options: object) =>
    verifyChain(vectorText('chain-rsa-2048-good.pem'), { now: NOW, ...options }).problems.map(
      ({ code, certificate }) => `${code} ${certificate}`,
    )

  it('both ends of the validity belong to it', () => {
    expect(check({ now: Date.parse('2024-01-01T00:00:00Z') })).toEqual([])
    expect(check({ now: Date.parse('2023-12-31T23:59:59Z') })[0]).toBe('ERR_CHAIN_NOT_YET_VALID 1')
    expect(check({ now: Date.parse('2100-01-01T00:00:00Z') })[0]).toBe('ERR_CHAIN_EXPIRED 1')
  })

  it('a short remaining life is a warning, 30 days unless asked otherwise', () => {
    const now = Date.parse('2099-12-10T00:00:00Z')
    expect(check({ now })).toEqual(['ERR_CHAIN_EXPIRES_SOON 1', 'ERR_CHAIN_EXPIRES_SOON 2', 'ERR_CHAIN_EXPIRES_SOON 3'])
    expect(check({ now, expiresWithinMs: 86_400_000 })).toEqual([])
  })

  it('a trust file that does not hold the anchor is a warning', () => {
    const trust = (file: string) => parseChain(vectorText(file)).certificates
    expect(check({ trust: trust('trust-root-rsa.pem') })).toEqual([])
    expect(check({ trust: trust('trust-root-ec.pem') })).toEqual(['ERR_CHAIN_UNTRUSTED 3'])
    const withoutRoot = verifyChain(vectorText('chain-rsa-2048-good-without-root.pem'), {
      now: NOW,
      trust: trust('trust-root-rsa.pem'),
    })
    expect(withoutRoot.problems).toEqual([])
  })
})
