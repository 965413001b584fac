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

/** What an error means to the person who sees the page. */
function wordsOf({ error: text }: Strings, { told, set_up, error, dev }: ErrorInteraction): string {
  if (told) return text.told
  if (set_up && dev === undefined) return text.setUp
  return Object.entries(text.words).find(([known]) => known === error)?.[1] ?? text.otherwise
}

/** What those who look after the server find it in the log by. */
const Reference: FC<ErrorProps> = ({ view: { text }, refusal: { request_id, time } }) => {
  const when = time === undefined ? undefined : new Date(time * 1000).toISOString().replace('.000Z', 'Z')
  return (
    <>
      <dt>{text.error.requestId}</dt>
      <dd>
        <code id="request-id">{request_id}</code>
      </dd>
      {when !== undefined && (
        <>
          <dt>{text.error.time}</dt>
          <dd>
            <time datetime={when}>{when.replace('T', ' ').replace('Z', ' UTC')}</time>
          </dd>
        </>
      )}
    </>
  )
}

const Codes: FC<ErrorProps> = ({ view: { text }, refusal }) => (
  <>
    <dt>{text.error.code}</dt>
    <dd>
      <code id="error">{refusal.error}</code>
    </dd>
    <dt>{text.error.description}</dt>
    <dd id="error-description" lang="en">
      {refusal.error_description}
    </dd>
  </>
)

/** Open: robots that look for the codes read what is visible. */
const PlainFacts: FC<ErrorProps> = ({ view, refusal }) => (
  <>
    <div class="reference">
      <dl class="facts">
        <Reference view={view} refusal={refusal} />
      </dl>
      {!refusal.set_up && <p class="hint">{view.text.error.quote}</p>}
    </div>
    <details open>
      <summary>{view.text.common.technical}</summary>
      <dl class="facts">
        <Codes view={view} refusal={refusal} />
      </dl>
    </details>
    <p class="links">
      <a href={`${view.base_path}/`}>{view.text.error.home}</a>
    </p>
  </>
)

const Facts: FC<ErrorProps> = ({ view, view: { text }, refusal }) => (
  <section class="details" aria-labelledby="details">
    <h2 id="details">{text.error.details}</h2>
    <dl class="facts">
      <Codes view={view} refusal={refusal} />
      <Reference view={view} refusal={refusal} />
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
      <p class="lead">{wordsOf(view.text, refusal)}</p>
    </div>
    {refusal.dev === undefined ? (
      <PlainFacts view={view} refusal={refusal} />
    ) : (
      <div class="columns">
        <Explanation view={view} explanation={refusal.dev} />
        <Remedy view={view} explanation={refusal.dev} />
        <Facts view={view} refusal={refusal} />
      </div>
    )}
  </Page>
)
