/** The URL if it is http(s) and may therefore become a link; anything else (`javascript:`, `data:`, …) is shown as text at most. */
export function httpUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

/** The URL if it is http(s) and of that origin: pages load nothing from elsewhere. */
export function sameOriginUrl(url: string | undefined, origin: string): string | undefined {
  const href = httpUrl(url)
  return href !== undefined && new URL(href).origin === origin ? href : undefined
}
