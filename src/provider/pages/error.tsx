import type { FC } from 'hono/jsx'
import type { ErrorInteraction } from '../interaction/interaction.ts'
import { Explanation, Remedy } from './error-explanation.tsx'
import { Outcome } from './parts/mark.tsx'
import { Page } from './parts/page.tsx'
import type { Strings } from './strings/en.ts'
import type { View } from './view.ts'

interface ErrorProps {
  view: View
  refusal: ErrorInteraction
}

/** What an error code means to the person who sees the page. */
const wordsOf = ({ error }: Strings, code: string): string =>
  Object.entries(error.words).find(([known]) => known === code)?.[1] ?? error.otherwise

const Facts: FC<ErrorProps> = ({ view: { text }, refusal }) => (
  <section class="details" aria-labelledby="details">
    <h2 id="details">{text.error.details}</h2>
    <dl class="facts">
      <dt>{text.error.code}</dt>
      <dd>
        <code id="error">{refusal.error}</code>
      </dd>
      <dt>{text.error.description}</dt>
      <dd id="error-description" lang="en">
        {refusal.error_description}
      </dd>
      <dt>{text.error.requestId}</dt>
      <dd>
        <code id="request-id">{refusal.request_id}</code>
      </dd>
    </dl>
    <p class="hint">{text.error.quote}</p>
  </section>
)

/** An error that cannot be sent to the application (RFC 6749 §4.1.2.1); in `--dev` with what decided and what would help. */
export const ErrorPage: FC<ErrorProps> = ({ view, refusal }) => (
  <Page view={view} page="error" title={view.text.error.title} {...(refusal.dev && { width: 'wide' })}>
    <div class="heading">
      <Outcome kind="error" />
      <h1>{view.text.error.title}</h1>
      <p class="lead">{refusal.told ? view.text.error.told : wordsOf(view.text, refusal.error)}</p>
    </div>
    {refusal.dev === undefined ? (
      <Facts view={view} refusal={refusal} />
    ) : (
      <div class="columns">
        <Explanation view={view} explanation={refusal.dev} />
        <Remedy view={view} explanation={refusal.dev} />
        <Facts view={view} refusal={refusal} />
      </div>
    )}
  </Page>
)
