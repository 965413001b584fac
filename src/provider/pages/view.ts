import type { PageContext } from '../interaction/interaction.ts'
import { chooseLanguage, type Language, stringsOf } from './language.ts'
import type { Strings } from './strings/en.ts'

/** Encodes a text as the modules of a QR code (ISO/IEC 18004), row by row without the quiet zone; true is dark. */
export type QrEncoder = (text: string) => readonly (readonly boolean[])[]

/** What every page needs beside its interaction: words, and how the provider is called. */
export interface View {
  language: Language
  text: Strings
  base_path: string
  /** Host and path of the issuer, as people read them; `''` when unknown. */
  issuerName: string
  /** Origin of the issuer, the only one that pictures are loaded from; `''` when unknown. */
  issuerOrigin: string
  dev: boolean
  /** Whether whoever opens the page may sign in as anybody. */
  open: boolean
}

/** Derives the view from the context of the request. */
export function viewOf(context: PageContext): View {
  const language = chooseLanguage(context.languages)
  const issuer = context.issuer !== undefined && URL.canParse(context.issuer) ? new URL(context.issuer) : undefined
  return {
    language,
    text: stringsOf(language),
    base_path: context.base_path,
    issuerName: issuer === undefined ? '' : `${issuer.host}${issuer.pathname.replace(/\/$/, '')}`,
    issuerOrigin: issuer?.origin ?? '',
    dev: context.dev ?? false,
    open: context.open ?? false,
  }
}
