import { describe, expect, it } from 'vitest'
import { createFetcher, networkList } from '../../src/primitives/http.ts'

const outside = createFetcher({ allowPrivate: false })

describe('outgoing requests cannot be pointed into a private network', () => {
  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[fd00::1]/',
  ])('%s is refused by its address', async (url) => {
    await expect(outside(url)).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
  })

  it('a name that resolves to a private address is refused when the connection is made', async () => {
    await expect(outside('https://localhost/')).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
  })

  it('another scheme than https is refused', async () => {
    await expect(outside('http://example.com/')).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
  })

  it('a network that is allowed may be asked', async () => {
    const fetchDocument = createFetcher({ allowPrivate: false, allowed: ['127.0.0.0/8'], timeoutMs: 2_000 })
    await expect(fetchDocument('https://127.0.0.1:1/')).rejects.toMatchObject({ code: 'ERR_FETCH_FAILED' })
  })
})

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['192.0.2.1', '192.0.2.1', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
  ])('%s holds %s: %s', (block, address, holds) => {
    expect(networkList([block])(address)).toBe(holds)
  })
})
