/** Serves the rendered samples and the files they load, under the policy that the provider sends. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeQr } from '../../../src/provider/pages/encode-qr.ts'
import { renderInteraction } from '../../../src/provider/pages/render.tsx'
import { STATIC_FILES } from '../../../src/provider/pages/static-files.ts'
import { SAMPLES } from './samples.ts'

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"

function answerTo(path: string, languages: readonly string[]): { type: string; body: string } | undefined {
  const file = STATIC_FILES.find((one) => one.path === path)
  if (file !== undefined) return { type: file.contentType, body: file.body }
  const sample = SAMPLES.find(({ name }) => `/${name}` === path)
  if (sample === undefined) return undefined
  const body = renderInteraction(sample.interaction, { ...sample.context, languages }, encodeQr)
  return { type: 'text/html; charset=utf-8', body }
}

export interface Gallery {
  /** Without a slash at the end; a sample is at `/` and its name, `?lang=de` in German. */
  origin: string
  close(): Promise<void>
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

export async function startGallery(): Promise<Gallery> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const answer = answerTo(pathname, [searchParams.get('lang') ?? 'en'])
    response.statusCode = answer === undefined ? 404 : 200
    response.setHeader('Content-Security-Policy', POLICY)
    response.setHeader('Content-Type', answer?.type ?? 'text/plain')
    response.end(answer?.body ?? '')
  })
  const port = await listen(server)
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
