/**
 * The inspector as a part of the dev host:
 *
 * - `/dev` all flows; `?client=…&user=…` some of them
 * - `/dev/flows/ID`, `/dev/flows/ID.md`, `/dev/flows/ID.json` one flow
 * - `/dev/events` what happens
 * - `/dev/static/…` what the pages load
 */
import { plainText, type Reply, staticFile, withHeaders } from '../../provider/http/reply.ts'
import type { IncomingRequest } from '../../provider/http/request.ts'
import type { DevPart } from '../host.ts'
import { pageReply } from '../pages/dev-page.tsx'
import { devViewOf } from '../pages/dev-view.ts'
import { refuseElsewhere } from '../pages/own-origin.ts'
import { DEV_FILES } from '../pages/static-files.ts'
import { createEventStreams } from './event-stream.ts'
import type { Flow } from './flow.ts'
import { FlowPage } from './flow-page.tsx'
import { InspectorPage } from './inspector-page.tsx'
import { flowMarkdown } from './markdown.ts'
import type { Recorder } from './recorder.ts'

export interface InspectorOptions {
  recorder: Recorder
  /** Path prefix of everything, `''` without one. */
  basePath: string
}

export interface Inspector {
  part: DevPart
  /** Ends the streams that are open. */
  close(): void
}

const EVENT_STREAM = { 'Content-Type': 'text/event-stream; charset=utf-8' }

function exported(type: string, name: string, body: string): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': `${type}; charset=utf-8`, 'Content-Disposition': `inline; filename="${name}"` },
    body,
  }
}

function showFlow(flow: Flow, format: string | undefined, request: IncomingRequest, basePath: string): Reply {
  if (format === 'md') return exported('text/markdown', `flow-${flow.id}.md`, flowMarkdown(flow))
  if (format === 'json') {
    return exported('application/json', `flow-${flow.id}.json`, `${JSON.stringify(flow, null, 2)}\n`)
  }
  return pageReply(FlowPage({ view: devViewOf(request, basePath), flow }))
}

function showFlows({ flows }: Recorder, request: IncomingRequest, basePath: string): Reply {
  const { searchParams } = request.url
  const filter = { client: searchParams.get('client') ?? '', user: searchParams.get('user') ?? '' }
  return pageReply(InspectorPage({ view: devViewOf(request, basePath), flows: flows(), filter }))
}

export function createInspector({ recorder, basePath }: InspectorOptions): Inspector {
  const streams = createEventStreams(recorder)

  const answer = (path: string, request: IncomingRequest): Reply | undefined => {
    if (path === '') return showFlows(recorder, request, basePath)
    if (path === '/events') {
      const stream = streams.open()
      if (stream === undefined) return plainText(503, 'Too many pages listen already.')
      return { status: 200, headers: EVENT_STREAM, body: null, stream }
    }
    const file = DEV_FILES.find((one) => one.path === `/dev${path}`)
    if (file !== undefined) return staticFile(file, request.headers.get('if-none-match'))
    const [, id, format] = /^\/flows\/(\d{1,15})(?:\.(md|json))?$/.exec(path) ?? []
    if (id === undefined) return undefined
    const flow = recorder.find(id)
    if (flow !== undefined) return showFlow(flow, format, request, basePath)
    return plainText(404, devViewOf(request, basePath).words.flow.unknown)
  }
  return {
    async part(request) {
      const path = request.url.pathname.slice(`${basePath}/dev`.length)
      const isOurs = path === '' || /^\/(?:events|flows\/|static\/)/.test(path)
      if (!isOurs) return undefined
      const refused = refuseElsewhere(request)
      if (refused !== undefined) return refused
      if (request.method === 'GET' || request.method === 'HEAD') return answer(path, request)
      return withHeaders(plainText(405, 'Method not allowed.'), { Allow: 'GET' })
    },
    close: () => streams.close(),
  }
}
