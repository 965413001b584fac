/** The page that asks a browser for the control token; like all tools of `--dev` it speaks English. */
import { html, type Reply } from '../provider/http/reply.ts'
import { PAGE_POLICY } from '../provider/interaction/show.ts'
import { Failure, Field } from '../provider/pages/parts/form.tsx'
import { Page } from '../provider/pages/parts/page.tsx'
import { viewOf } from '../provider/pages/view.ts'

export interface UnlockPage {
  issuer: string
  base_path: string
  action: string
  /** Where the browser wanted to go: a path of ours. */
  back: string
  /** What was typed is not the token. */
  failed: boolean
}

/** Status 401: without the token there is nothing else here. */
export function unlockPage({ issuer, base_path, action, back, failed }: UnlockPage): Reply {
  const view = viewOf({ nonce: '', languages: ['en'], base_path, issuer, dev: true })
  const document = (
    <Page view={view} page="unlock" title="Control token" failed={failed}>
      <div class="heading">
        <h1>Control token</h1>
        <p class="lead">Others can reach this provider: its tools are for whoever started it.</p>
      </div>
      <Failure message={failed ? 'That is not the token.' : undefined} />
      <form method="post" action={action}>
        <input type="hidden" name="return" value={back} />
        <Field
          name="token"
          label="Token"
          type="password"
          autocomplete="off"
          hint="It stands where the server says that it is ready."
          failed={failed}
          focus={true}
        />
        <button type="submit" class="button" id="unlock-submit">
          Continue
        </button>
      </form>
    </Page>
  )
  return html(401, `<!doctype html>${String(document)}`, PAGE_POLICY)
}
