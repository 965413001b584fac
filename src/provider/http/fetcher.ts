/** The one door for outgoing requests: what a provider fetches, it fetches through this. */

/**
 * GETs a document named by a client's configuration and returns its text.
 *
 * @throws Error for anything but 200, a body over the limit, a time out, or an address that may not be asked
 */
export type DocumentFetcher = (url: string) => Promise<string>

/** For a provider that was given no fetcher: nothing is fetched. */
export const noFetcher: DocumentFetcher = (url) =>
  Promise.reject(new Error(`outgoing requests are switched off, ${new URL(url).host} is not asked`))
