/** The documents at `sector_identifier_uri` (OpenID Connect Core 1.0 §8.1), fetched once each. */
import { readListOption } from './decode/weak-types.ts'
import type { LoadedConfiguration } from './load.ts'
import { valueAt } from './merge.ts'
import { clientPath, PROVIDER_PATH } from './path.ts'
import { sectorFaults } from './rules/clients/uris.ts'
import { collectProblems, type FoundProblem } from './rules/report.ts'
import { isLoopbackHost, parseUri } from './uri.ts'

/** Gets the text of a document; throws with the reason when it cannot be had. */
export type FetchText = (uri: string) => Promise<string>

interface SectorClient {
  index: number
  id: string
  uri: string
  redirectUris: readonly string[]
}

function clientsWithSector({ tree }: LoadedConfiguration): readonly SectorClient[] {
  const clients = valueAt(tree, [...PROVIDER_PATH, 'clients'])
  return (Array.isArray(clients) ? clients : []).flatMap((client, index) => {
    const uri = valueAt(client, ['sector_identifier_uri'])
    if (typeof uri !== 'string' || parseUri(uri)?.scheme !== 'https' || sectorFaults(uri).length > 0) return []
    const listed = readListOption('uris', valueAt(client, ['redirect_uris']) ?? [])
    const redirectUris = 'refused' in listed ? [] : (listed.value as readonly string[])
    return [{ index, id: String(valueAt(client, ['client_id']) ?? index + 1), uri, redirectUris }]
  })
}

/** The port of a loopback redirect URI is the client's choice at run time (RFC 8252 §7.3). */
function withoutLoopbackPort(text: string): string {
  const uri = parseUri(text)
  const isLoopback = uri !== undefined && uri.scheme === 'http' && isLoopbackHost(uri.host) && uri.port !== ''
  return isLoopback ? text.replace(`${uri.host}:${uri.port}`, uri.host) : text
}

function parseDocument(text: string): readonly string[] {
  const parsed: unknown = JSON.parse(text)
  if (Array.isArray(parsed) && parsed.every((entry) => typeof entry === 'string')) return parsed
  throw new Error('it is no JSON array of texts')
}

async function fetchAll(
  uris: Iterable<string>,
  fetchText: FetchText,
): Promise<ReadonlyMap<string, readonly string[] | Error>> {
  const fetched = await Promise.all(
    [...new Set(uris)].map(async (uri) => {
      const document = await fetchText(uri)
        .then(parseDocument)
        .catch((error: unknown) => (error instanceof Error ? error : new Error('it cannot be fetched')))
      return [uri, document] as const
    }),
  )
  return new Map(fetched)
}

/** Fetches every sector document and tells which cannot be had or miss a redirect URI of their client. */
export async function checkSectorDocuments(
  loaded: LoadedConfiguration,
  fetchText: FetchText,
): Promise<readonly FoundProblem[]> {
  const clients = clientsWithSector(loaded)
  const documents = await fetchAll(
    clients.map(({ uri }) => uri),
    fetchText,
  )
  const problems: FoundProblem[] = []
  const report = collectProblems(problems, loaded.positionOf)
  for (const { index, id, uri, redirectUris } of clients) {
    const document = documents.get(uri)
    const path = clientPath(index, 'sector_identifier_uri')
    if (document instanceof Error || document === undefined) {
      const message = `client '${id}': the document ${uri} cannot be used: ${document?.message ?? 'it was not fetched'}`
      report('ERR_CLIENT_SECTOR_DOCUMENT', path, message)
      continue
    }
    const listed = new Set(document.map(withoutLoopbackPort))
    for (const missing of redirectUris.filter((one) => !listed.has(withoutLoopbackPort(one)))) {
      report('ERR_CLIENT_SECTOR_DOCUMENT', path, `client '${id}': the document ${uri} does not list '${missing}'`, {
        hint: 'add the redirect URI to the document',
      })
    }
  }
  return problems
}
