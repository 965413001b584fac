/** What every page under `/dev` needs: the view of all pages, and the words of these. */

import type { IncomingRequest } from '../../provider/http/request.ts'
import { languagesOf } from '../../provider/interaction/show.ts'
import { chooseLanguage, type Language } from '../../provider/pages/language.ts'
import { type View, viewOf } from '../../provider/pages/view.ts'
import { de } from './strings/de.ts'
import { type DevStrings, en } from './strings/en.ts'

export interface DevView extends View {
  dev: true
  words: DevStrings
}

const WORDS: Readonly<Record<Language, DevStrings>> = { en, de }

/** The view for a request, in the first of its languages that the pages speak. */
export function devViewOf(request: IncomingRequest, basePath: string): DevView {
  const languages = languagesOf({ request })
  const issuer = request.url.origin + basePath
  const view = viewOf({ nonce: '', languages, base_path: basePath, issuer, dev: true })
  return { ...view, dev: true, words: WORDS[chooseLanguage(languages)] }
}
