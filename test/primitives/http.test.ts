import type { RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createFetcher, type FetcherOptions, type LookupAll } from '../../src/primitives/http.ts'
import { networkList } from '../../src/primitives/networks.ts'
import { serveHttps, throwAwayCertificate } from '../support/https.ts'

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
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://127.1/',
  ])('%s is refused by its address', async (url) => {
    await expect(outside(url)).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
  })

  it('a name that resolves to a private address is refused when the connection is made', async () => {
    await expect(outside('https://localhost/')).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
  })

  it('another scheme than https is refused', async () => {
    await expect(outside('http://example.com/')).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
  })

  it('http is for servers of this machine alone, and only where it is asked for', async () => {
    const plain = createFetcher({ allowPrivate: true, plainLoopback: true, timeoutMs: 2_000 })
    for (const host of ['localhost:1', '127.0.0.1:1', '127.1:1', '[::1]:1']) {
      await expect(plain(`http://${host}/`)).rejects.toMatchObject({ code: 'ERR_FETCH_FAILED' })
      await expect(outside(`http://${host}/`)).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
    }
    for (const url of ['http://localhost.example.com/', 'http://10.0.0.1/', 'http://128.0.0.1/', 'ftp://localhost/']) {
      await expect(plain(url)).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
    }
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

describe('a server that does not behave is refused within the limits', () => {
  const credentials = throwAwayCertificate(['docs.example.com', 'localhost'])
  const LOOPBACK = ['127.0.0.0/8']

  /** A fetcher that takes every name for this machine, and its server. */
  async function fetcherOf(listener: RequestListener, options: Partial<FetcherOptions> = {}) {
    const { key, cert } = await credentials
    const server = await serveHttps({ key, cert }, listener)
    const lookup: LookupAll = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])
    const fetchDocument = createFetcher({ allowPrivate: false, allowed: LOOPBACK, ca: cert, lookup, ...options })
    return { server, fetch: (path = '/') => fetchDocument(`https://docs.example.com:${server.port}${path}`) }
  }

  const answering = (type: string | undefined, body: string): RequestListener => {
    return (_request, response) => {
      response.writeHead(200, type === undefined ? {} : { 'Content-Type': type }).end(body)
    }
  }

  it('what is asked for is given: the text of a JSON document, over a connection of its own', async () => {
    const { server, fetch } = await fetcherOf(answering('application/json', '["https://rp.example.com/cb"]'))
    expect(await Promise.all([fetch(), fetch()])).toEqual(Array(2).fill('["https://rp.example.com/cb"]'))
    expect(await fetch()).toBe('["https://rp.example.com/cb"]')
    expect(server.connections()).toBe(3)
  })

  it('RFC 9525: a certificate that nobody vouches for, or of another name', async () => {
    const unknown = await fetcherOf(answering('application/json', '[]'), { ca: (await throwAwayCertificate([])).cert })
    await expect(unknown.fetch()).rejects.toMatchObject({ code: 'ERR_FETCH_FAILED' })
    const { key, cert } = await throwAwayCertificate(['other.example.com'])
    const server = await serveHttps({ key, cert }, answering('application/json', '[]'))
    const lookup: LookupAll = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])
    const fetchDocument = createFetcher({ allowPrivate: true, ca: cert, lookup })
    await expect(fetchDocument(`https://docs.example.com:${server.port}/`)).rejects.toMatchObject({
      code: 'ERR_FETCH_FAILED',
    })
  })

  it.each([301, 302, 303, 307, 308])('a redirect by %i is not followed, wherever it leads', async (status) => {
    const { key, cert } = await credentials
    const asked: string[] = []
    const inner = await serveHttps({ key, cert }, (request, response) => {
      asked.push(request.url ?? '')
      response.end('secret')
    })
    const { fetch } = await fetcherOf((_request, response) => {
      response.writeHead(status, { Location: `https://127.0.0.1:${inner.port}/meta-data/` }).end()
    })
    await expect(fetch()).rejects.toMatchObject({ code: 'ERR_FETCH_FAILED' })
    expect(asked).toEqual([])
  })

  it('a name is looked up once, and the connection goes to the address that was checked', async () => {
    const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '10.0.0.1', family: 4 }]]
    let asked = 0
    const lookup: LookupAll = (_name, _options, callback) => {
      callback(null, answers[Math.min(asked, 1)] ?? [])
      asked += 1
    }
    const { server, fetch } = await fetcherOf(answering('application/json', '[]'), { lookup })
    expect(await fetch()).toBe('[]')
    expect([asked, server.connections()]).toEqual([1, 1])
    await expect(fetch()).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
    expect([asked, server.connections()]).toEqual([2, 1])
  })

  it('a name with one private address among public ones is not asked at all', async () => {
    const addresses = [
      { address: '93.184.215.14', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    const lookup: LookupAll = (_name, _options, callback) => callback(null, addresses)
    const { server, fetch } = await fetcherOf(answering('application/json', '[]'), { lookup, allowed: [] })
    await expect(fetch()).rejects.toMatchObject({ code: 'ERR_FETCH_REFUSED' })
    expect(server.connections()).toBe(0)
  })

  const GIGABYTE = 1024 ** 3

  it('a body of 1 GB that is announced is not begun', async () => {
    const { fetch } = await fetcherOf((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': GIGABYTE })
      response.write('[')
    })
    await expect(fetch()).rejects.toThrow('more than 262144 bytes')
  })

  it('a body of 1 GB that is not announced is cut off at the limit', async () => {
    let sent = 0
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const { fetch } = await fetcherOf((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      const write = () => {
        while (sent < GIGABYTE && !response.destroyed) {
          sent += chunk.length
          if (!response.write(chunk)) return
        }
      }
      response.on('drain', write)
      write()
    })
    const before = process.memoryUsage().rss
    await expect(fetch()).rejects.toThrow('more than 262144 bytes')
    expect(sent).toBeLessThan(GIGABYTE / 16)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 ** 2)
  })

  it.each([
    ['sends nothing', () => undefined],
    ['stops in the middle of a body', (_request, response) => void response.writeHead(200).write('[')],
    [
      'sends a byte at a time for ever',
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' })
        const timer = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(timer))
      },
    ],
  ] satisfies [string, RequestListener][])('a server that %s is left when the time is up', async (_what, listener) => {
    const { fetch } = await fetcherOf(listener, { timeoutMs: 300 })
    const start = performance.now()
    await expect(fetch()).rejects.toThrow('no answer within 0.3 s')
    expect(performance.now() - start).toBeLessThan(3_000)
  })

  it('a connection that breaks off is an error, not a short document', async () => {
    const { fetch } = await fetcherOf((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 10 }).write('[]')
      setImmediate(() => response.destroy())
    })
    await expect(fetch()).rejects.toMatchObject({ code: 'ERR_FETCH_FAILED' })
  })

  it.each(['text/html', 'text/html; charset=utf-8', 'image/png', 'application/xml', 'application/jsonp'])(
    'a document of type %s is not what was asked for',
    async (type) => {
      const { fetch } = await fetcherOf(answering(type, '[]'))
      await expect(fetch()).rejects.toMatchObject({ code: 'ERR_FETCH_FAILED' })
    },
  )

  it.each([
    undefined,
    'application/json',
    'application/jwk-set+json; charset=utf-8',
    'application/oauth-authz-req+jwt',
    'application/jwt',
    'text/plain; charset=utf-8',
  ])('a document of type %s is taken', async (type) => {
    const { fetch } = await fetcherOf(answering(type, '[]'))
    expect(await fetch()).toBe('[]')
  })

  it.each([204, 206, 304, 404, 500])('status %i is no document', async (status) => {
    const { fetch } = await fetcherOf((_request, response) => void response.writeHead(status).end())
    await expect(fetch()).rejects.toMatchObject({ code: 'ERR_FETCH_FAILED' })
  })
})
