import { describe, expect, it } from 'vitest'
import { checkClientKey } from '../../src/keys/client-key.ts'
import { NOW, vectorText } from './vectors.ts'

describe('clients[].jwks[]', () => {
  const entry = { key_id: 'a', key: vectorText('rsa-2048.public-spki.pem') }
  const codes = (changes: object) =>
    checkClientKey({ ...entry, ...changes }, { now: NOW }).problems.map(({ severity, code }) => `${severity} ${code}`)

  it.each([
    [{}, []],
    [{ key: vectorText('rsa-2048.public-pkcs1.pem') }, []],
    [{ key: vectorText('ec-p256.public-spki.pem') }, []],
    [{ key_id: '' }, ['error ERR_KEY_ID_MISSING']],
    [{ key_id: 'not / well formed' }, []],
    [{ key: '' }, ['error ERR_KEY_MISSING']],
    [{ key: vectorText('rsa-2048.pkcs8.pem') }, ['error ERR_KEY_PRIVATE']],
    [{ key: vectorText('trust-root-rsa.pem') }, ['error ERR_KEY_LABEL']],
    [{ key: vectorText('ed25519.pkcs8.pem') }, ['error ERR_KEY_TYPE']],
    [{ use: 'enc' }, []],
    [{ use: 'both' }, ['error ERR_KEY_USE']],
    [{ algorithm: 'PS256' }, []],
    [{ algorithm: 'RSA-OAEP', use: 'enc' }, ['error ERR_KEY_ALGORITHM']],
    [{ algorithm: 'ES256' }, ['warning ERR_KEY_ALGORITHM_MISMATCH']],
    [{ certificate_chain: vectorText('chain-rsa-2048-good.pem') }, []],
    [{ certificate_chain: vectorText('chain-rsa-4096-good.pem') }, ['error ERR_CHAIN_KEY_MISMATCH']],
  ])('%#', (changes, expected) => {
    expect(codes(changes)).toEqual(expected)
  })

  it('the algorithm is detected from the key', () => {
    expect(checkClientKey(entry, { now: NOW })).toMatchObject({ alg: 'RS256', use: 'sig' })
  })
})
