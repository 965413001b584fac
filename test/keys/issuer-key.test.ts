import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkIssuerKey, loadIssuerKey } from '../../src/keys/issuer-key.ts'
import { checkRs256, checkUniqueKeyIds } from '../../src/keys/issuer-keys.ts'
import { chains, keys, NOW, vectorText } from './vectors.ts'

/** The rule behind each reason of the table. */
const KEY_RULES: Readonly<Record<string, string>> = {
  'rsa-2048.pkcs8-encrypted.pem': 'ERR_KEY_ENCRYPTED',
  'ec-p256.pkcs8-encrypted-scrypt.pem': 'ERR_KEY_ENCRYPTED',
  'rsa-2048.pkcs1-encrypted.pem': 'ERR_KEY_ENCRYPTED',
  'rsa-1024.pkcs1.pem': 'ERR_KEY_TOO_SMALL',
  'rsa-1024.pkcs8.pem': 'ERR_KEY_TOO_SMALL',
  'rsa-pss-2048.pkcs8.pem': 'ERR_KEY_RSA_PSS',
  'ed25519.pkcs8.pem': 'ERR_KEY_TYPE',
  'x25519.pkcs8.pem': 'ERR_KEY_TYPE',
  'ec-p224.pkcs8.pem': 'ERR_KEY_CURVE',
  'ec-secp256k1.pkcs8.pem': 'ERR_KEY_CURVE',
  'ec-p256.sec1-with-params.pem': 'ERR_KEY_EC_PARAMETERS',
  'ec-p256.sec1-explicit.pem': 'ERR_KEY_EXPLICIT_CURVE',
  'ec-p256.wrong-label-sec1-as-pkcs8.pem': 'ERR_KEY_WRONG_LABEL',
  'rsa-2048.wrong-label-pkcs8-as-pkcs1.pem': 'ERR_KEY_WRONG_LABEL',
  'rsa-2048.pkcs8-trailing-blank-line.pem': 'ERR_KEY_TRAILING_DATA',
  'rsa-2048.pkcs8-corrupt.pem': 'ERR_KEY_DAMAGED',
  'two-keys.pem': 'ERR_KEY_SEVERAL_BLOCKS',
  'rsa-2048.public-spki.pem': 'ERR_KEY_PUBLIC',
  'rsa-2048.public-pkcs1.pem': 'ERR_KEY_PUBLIC',
  'ec-p256.public-spki.pem': 'ERR_KEY_PUBLIC',
  'rsa-2048.pkcs8.der': 'ERR_KEY_NOT_PEM',
}

describe('jwks[].key: the table of keys', () => {
  it.each(keys)(
    '$file: $verdict',
    ({ file, verdict, thumbprint_sha256, default_alg, key_ids, key_ids_released, tool }) => {
      const { problems, issuerKey } = checkIssuerKey({ key: vectorText(file) }, { now: NOW })
      const errors = problems.filter(({ severity }) => severity === 'error')
      expect(errors.map(({ code }) => code)).toEqual(verdict === 'accept' ? [] : [KEY_RULES[file]])
      if (verdict === 'refuse') return
      if (tool?.startsWith('refuse')) {
        expect(problems).toMatchObject([{ severity: 'warning', code: 'ERR_KEY_TOO_SMALL' }])
        return
      }
      expect(problems).toEqual([])
      expect(issuerKey).toMatchObject({
        alg: default_alg,
        thumbprint: thumbprint_sha256,
        key_id: key_ids?.[default_alg ?? ''],
        key_id_released: key_ids_released?.[default_alg ?? ''],
      })
    },
  )

  it.each(keys.filter(({ verdict, tool }) => verdict === 'accept' && !tool?.startsWith('refuse')))(
    '$file: a computed key_id for each algorithm',
    ({ file, key_ids = {}, key_ids_released = {} }) => {
      for (const [algorithm, key_id] of Object.entries(key_ids)) {
        const use = /^(RSA-OAEP|ECDH)/.test(algorithm) ? 'enc' : 'sig'
        const key = loadIssuerKey({ key: vectorText(file), algorithm, use }, { now: NOW })
        expect(key).toMatchObject({ key_id, key_id_released: key_ids_released[algorithm], use, alg: algorithm })
        expect(key.publicJwk).toMatchObject({ kid: key_id, alg: algorithm, use })
      }
    },
  )
})

/** The rule behind each reason of the table, and the certificate that it names. */
const CHAIN_RULES: Readonly<Record<string, [string, number?][]>> = {
  'chain-rsa-2048-expired-leaf.pem': [['ERR_CHAIN_EXPIRED', 1]],
  'chain-rsa-2048-expired-intermediate.pem': [['ERR_CHAIN_EXPIRED', 2]],
  'chain-rsa-2048-expired-root.pem': [['ERR_CHAIN_EXPIRED', 3]],
  'chain-rsa-2048-not-yet-valid.pem': [['ERR_CHAIN_NOT_YET_VALID', 1]],
  'chain-rsa-2048-wrong-order.pem': [['ERR_CHAIN_NOT_SIGNED_BY_NEXT', 1]],
  'chain-rsa-2048-reversed.pem': [
    ['ERR_CHAIN_KEY_MISMATCH', 1],
    ['ERR_CHAIN_NOT_SIGNED_BY_NEXT', 1],
  ],
  'chain-rsa-2048-missing-intermediate.pem': [['ERR_CHAIN_NOT_SIGNED_BY_NEXT', 1]],
  'chain-rsa-2048-not-matching.pem': [['ERR_CHAIN_KEY_MISMATCH', 1]],
  'chain-rsa-2048-impostor-intermediate.pem': [['ERR_CHAIN_NOT_SIGNED_BY_NEXT', 1]],
  'chain-rsa-2048-issuer-not-ca.pem': [['ERR_CHAIN_ISSUER_NOT_CA', 2]],
  'chain-rsa-2048-issuer-no-basic-constraints.pem': [['ERR_CHAIN_ISSUER_NO_BASIC_CONSTRAINTS', 2]],
  'chain-rsa-2048-issuer-no-cert-sign.pem': [['ERR_CHAIN_ISSUER_NO_CERT_SIGN', 2]],
  'chain-rsa-2048-sha1.pem': [['ERR_CHAIN_WEAK_SIGNATURE', 1]],
  'chain-rsa-2048-duplicate-leaf.pem': [['ERR_CHAIN_ISSUER_NOT_CA', 2]],
  'chain-rsa-2048-with-private-key.pem': [['ERR_CHAIN_PRIVATE_KEY', 2]],
  'chain-rsa-2048-trailing-blank-line.pem': [['ERR_CHAIN_TRAILING_DATA']],
  'chain-rsa-2048-trusted-label.pem': [['ERR_CHAIN_LABEL', 1]],
}

describe('jwks[].certificate_chain: the table of chains', () => {
  it.each(chains)('$file: $verdict', ({ file, key, verdict, x5t, x5t_s256, x5c_count, x5c_0_sha256_of_base64 }) => {
    const entry = { key: vectorText(key), certificate_chain: vectorText(file) }
    const { problems, issuerKey } = checkIssuerKey(entry, { now: NOW })
    const reasons = (CHAIN_RULES[file] ?? []).map(([code, certificate]) => ({ code, certificate }))
    for (const reason of reasons)
      expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', ...clean(reason) }))
    expect(problems[0]?.code).toBe(reasons[0]?.code)
    expect(issuerKey !== undefined).toBe(verdict === 'accept')
    if (!issuerKey) return
    expect(issuerKey.publicJwk).toMatchObject({ x5t, 'x5t#S256': x5t_s256 })
    expect(issuerKey.publicJwk.x5c).toHaveLength(x5c_count ?? 0)
    const [first = ''] = issuerKey.publicJwk.x5c ?? []
    expect(createHash('sha256').update(first).digest('hex')).toBe(x5c_0_sha256_of_base64)
  })
})

function clean<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>
}

describe('jwks[]: the labels of an entry', () => {
  const key = vectorText('rsa-2048.pkcs8.pem')
  const code = (entry: object) => {
    const { problems } = checkIssuerKey({ key, ...entry }, { now: NOW })
    return problems.map((problem) => `${problem.severity} ${problem.code} ${problem.option}`)
  }

  it.each([
    [{ key_id: 'a'.repeat(100) }, []],
    [{ key_id: 'a'.repeat(101) }, ['error ERR_KEY_ID_TOO_LONG key_id']],
    [{ key_id: 'a b' }, ['error ERR_KEY_ID_CHARACTERS key_id']],
    [{ key_id: '-a' }, ['error ERR_KEY_ID_CHARACTERS key_id']],
    [{ key_id: '' }, []],
    [{ use: 'enc' }, []],
    [{ use: 'wrap' }, ['error ERR_KEY_USE use']],
    [{ algorithm: 'HS256' }, ['error ERR_KEY_ALGORITHM algorithm']],
    [{ algorithm: 'rs256' }, ['error ERR_KEY_ALGORITHM algorithm']],
    [{ algorithm: 'RS256', use: 'enc' }, ['error ERR_KEY_ALGORITHM algorithm']],
    [{ algorithm: 'ES256' }, ['warning ERR_KEY_ALGORITHM_MISMATCH algorithm']],
    [{ algorithm: 'RSA1_5', use: 'enc' }, ['warning ERR_KEY_RSA1_5 algorithm']],
    [{ algorithm: 'RSA-OAEP', use: 'enc' }, ['warning ERR_KEY_RSA_OAEP_SHA1 algorithm']],
    [{ key: '' }, ['error ERR_KEY_MISSING key']],
    [{ key: 'not a key' }, ['error ERR_KEY_NOT_PEM key']],
    [{ key: Buffer.alloc(32, 7).toString('base64url').concat('=') }, ['error ERR_KEY_SYMMETRIC key']],
    [{ key: key.slice(0, 900) }, ['error ERR_KEY_DAMAGED key']],
    [{ key: key + 'x'.repeat(1024 * 1024) }, ['error ERR_KEY_TOO_LARGE key']],
    [{ key: vectorText('trust-root-rsa.pem') }, ['error ERR_KEY_LABEL key']],
    [{ certificate_chain: 'no chain' }, ['error ERR_CHAIN_NOT_PEM certificate_chain']],
  ])('%j', (entry, expected) => {
    expect(code(entry)).toEqual(expected)
  })

  it('what the provider lets through but nobody can use is refused for use', () => {
    const load = (entry: object) => () => loadIssuerKey({ key, ...entry }, { now: NOW })
    expect(load({ algorithm: 'ES256' })).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_ALGORITHM_MISMATCH', exitCode: 3 }),
    )
    expect(load({ algorithm: 'RSA1_5', use: 'enc' })).toThrow(expect.objectContaining({ code: 'ERR_KEY_RSA1_5' }))
  })
})

describe('jwks: the list', () => {
  const check = (entry: object) => checkIssuerKey({ key: vectorText('rsa-2048.pkcs8.pem'), ...entry }, { now: NOW })

  it('the same key twice with the same algorithm clashes, also when one id is written out in the released form', () => {
    expect(checkUniqueKeyIds([check({}), check({})])).toMatchObject([
      { index: 1, problem: { code: 'ERR_KEY_ID_NOT_UNIQUE' } },
    ])
    expect(checkUniqueKeyIds([check({ key_id: '1e81d3-rs256' }), check({})])).toMatchObject([{ index: 1 }])
  })

  it('ids are unique per use, and the algorithm is part of a computed id', () => {
    expect(checkUniqueKeyIds([check({ key_id: 'a' }), check({ key_id: 'a', use: 'enc' })])).toEqual([])
    expect(checkUniqueKeyIds([check({}), check({ algorithm: 'PS256' })])).toEqual([])
  })

  it('RS256 is required once anything signs', () => {
    expect(checkRs256([check({ algorithm: 'PS256' })])).toMatchObject([{ problem: { code: 'ERR_KEY_NO_RS256' } }])
    expect(checkRs256([check({ algorithm: 'PS256' }), check({})])).toEqual([])
    expect(checkRs256([check({ use: 'enc' })])).toEqual([])
  })
})
