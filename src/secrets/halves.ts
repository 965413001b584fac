/** The two halves of a secret as people see them: the digest for the provider, the secret for the application. */

/** application/x-www-form-urlencoded as client_secret_basic needs it (RFC 6749 §2.3.1, appendix B). */
export function formEncode(text: string): string {
  const encoded = encodeURIComponent(text).replaceAll('%20', '+')
  return encoded.replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

export interface Halves {
  secret: string
  digest?: string | undefined
}

/** Each half on a line with its label; the form-encoded secret too where it differs. */
export function labelHalves({ secret, digest }: Halves): string {
  const encoded = formEncode(secret)
  const lines: [string, string | undefined][] = [
    ['for the application:', secret],
    ['  form-encoded:', encoded === secret ? undefined : encoded],
    ['for the provider:', digest],
  ]
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(21)}${value}`])).join('\n')
}
