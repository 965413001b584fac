import type { FC } from 'hono/jsx'
import { httpUrl } from './links.ts'
import { FORM_POST_SCRIPT } from './static-files.ts'
import type { View } from './view.ts'

/** An authorization response on its way to the application. */
export interface FormPost {
  redirect_uri: string
  parameters: Readonly<Record<string, string>>
}

/** Where the form goes: the checks let nothing else come so far, and without an action it would come back to us. */
function actionOf({ redirect_uri }: FormPost): string {
  const action = httpUrl(redirect_uri)
  if (action === undefined) throw new Error('a form is posted over http(s)')
  return action
}

/**
 * Carries an authorization response to the application (OAuth 2.0 Form Post Response Mode §2). It loads nothing: its
 * policy is `default-src 'none'` with the hash of the one script; without scripts the button does it.
 */
export const FormPostPage: FC<{ view: View; response: FormPost }> = ({ view, response }) => {
  const { formPost } = view.text
  return (
    <html lang={view.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{formPost.title}</title>
      </head>
      <body data-page="form-post">
        <main>
          <h1>{formPost.title}</h1>
          <form method="post" action={actionOf(response)}>
            {Object.entries(response.parameters).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <p>{formPost.lead}</p>
            <button type="submit">{formPost.submit}</button>
          </form>
        </main>
        <script>{FORM_POST_SCRIPT.body}</script>
      </body>
    </html>
  )
}
