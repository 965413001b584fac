import type { FC, PropsWithChildren } from 'hono/jsx'
import type { ConsentClaim, ConsentInteraction, ConsentScope, InteractionClient } from '../interaction/interaction.ts'
import { durationIn } from './language.ts'
import { Form } from './parts/form.tsx'
import { Lock } from './parts/mark.tsx'
import { Page } from './parts/page.tsx'
import { Account, ClientLinks, Handshake, ReturnsTo } from './parts/people.tsx'
import { fill, Name, Text } from './parts/text.tsx'
import type { Strings } from './strings/en.ts'
import type { View } from './view.ts'

interface ConsentProps {
  view: View
  consent: ConsentInteraction
}

const ClientId: FC<{ view: View; client: InteractionClient }> = ({ view, client }) => (
  <p class="hint">
    {view.text.consent.clientId} <code>{client.client_id}</code>
  </p>
)

/** What those who set the application up know it by. */
const Technical: FC<{ view: View; client: InteractionClient }> = ({ view, client }) => (
  <details>
    <summary>{view.text.common.technical}</summary>
    <ClientId view={view} client={client} />
  </details>
)

const Heading: FC<ConsentProps> = ({ view, consent: { client } }) => (
  <div class="heading">
    <Handshake view={view} client={client} />
    <h1>
      <Text template={view.text.consent.title} values={{ client: <Name value={client.name} /> }} />
    </h1>
    <ReturnsTo view={view} client={client} />
    {view.dev && <ClientId view={view} client={client} />}
  </div>
)

/** A form of its own, so that the Enter key in the decision form never switches the account. */
const AccountChoice: FC<ConsentProps> = ({ view: { text }, consent }) => (
  <div class="account-choice">
    <Account user={consent.user} label={text.common.signedInAs} />
    {consent.switch_account && (
      <Form to={consent}>
        <button type="submit" id="consent-switch-account" class="button-link" name="decision" value="switch_account">
          {text.consent.switchAccount}
        </button>
      </Form>
    )}
  </div>
)

/** What the application would read. */
const Value: FC<{ value: string | undefined }> = ({ value }) =>
  value === undefined ? null : (
    <span class="disclosed">
      <Name value={value} />
    </span>
  )

const Scope: FC<{ text: Strings; client: InteractionClient; scope: ConsentScope }> = ({ text, client, scope }) => (
  <li>
    {scope.description === undefined ? (
      <Text template={text.consent.ownScope} values={{ client: <Name value={client.name} /> }} />
    ) : (
      text.scopes[scope.description]
    )}{' '}
    <code>{scope.name}</code>
    <Value value={scope.value} />
  </li>
)

/** What a claim is called in words: a claim of the standards or, for others, nothing but its name. */
const wordsOf = (text: Strings, name: string): string | undefined =>
  Object.entries(text.claims).find(([known]) => known === name)?.[1]

/** No box: there is nothing to choose. */
const RequiredClaim: FC<PropsWithChildren> = ({ children }) => (
  <li class="check required">
    <Lock />
    <p>{children}</p>
  </li>
)

const Claim: FC<{ text: Strings; claim: ConsentClaim; index: number }> = ({ text, claim, index }) => {
  const id = `claim-${index}`
  const words = wordsOf(text, claim.name)
  const named = (
    <>
      {words !== undefined && <span>{words} </span>}
      <code>{claim.name}</code>
      {claim.essential && <span class="tag">{text.consent.required}</span>}
      <Value value={claim.value} />
    </>
  )
  if (claim.essential) return <RequiredClaim>{named}</RequiredClaim>
  return (
    <li class="check">
      <input type="checkbox" id={id} name="claims" value={claim.name} checked />
      <label for={id}>{named}</label>
    </li>
  )
}

const Claims: FC<{ text: Strings; claims: readonly ConsentClaim[] }> = ({ text, claims }) => {
  const hasOptional = claims.some(({ essential }) => !essential)
  return (
    <fieldset aria-describedby={hasOptional ? 'claims-hint' : undefined}>
      <legend>{text.consent.claims}</legend>
      {hasOptional && (
        <p class="hint" id="claims-hint">
          {text.consent.claimsHint}
        </p>
      )}
      <ul class="checks">
        {claims.map((claim, index) => (
          <Claim text={text} claim={claim} index={index} />
        ))}
      </ul>
    </fieldset>
  )
}

const Remember: FC<ConsentProps> = ({ view: { text, language }, consent: { remember_for } }) => (
  <div class="check remember">
    <input type="checkbox" id="remember" name="remember" value="true" aria-describedby="remember-hint" />
    <label for="remember">
      {remember_for === undefined
        ? text.consent.remember
        : fill(text.consent.rememberFor, { duration: durationIn(language, remember_for) })}
    </label>
    <p class="hint" id="remember-hint">
      {text.consent.rememberHint}
    </p>
  </div>
)

const Decision: FC<ConsentProps> = ({ view, view: { text }, consent }) => (
  <Form to={consent} class="form">
    {consent.claims.length > 0 && <Claims text={text} claims={consent.claims} />}
    {consent.remember_allowed && <Remember view={view} consent={consent} />}
    <div class="actions actions-even">
      <button type="submit" id="consent-accept" class="button button-main" name="decision" value="accept">
        {text.consent.accept}
      </button>
      <button type="submit" id="consent-reject" class="button" name="decision" value="reject">
        {text.consent.reject}
      </button>
    </div>
  </Form>
)

/** Asks whether the application may have what it asks for. */
export const ConsentPage: FC<ConsentProps> = ({ view, consent }) => {
  const { text } = view
  return (
    <Page view={view} page="consent" title={fill(text.consent.title, { client: consent.client.name })}>
      <Heading view={view} consent={consent} />
      <AccountChoice view={view} consent={consent} />
      {consent.scopes.length > 0 && (
        <section>
          <h2>{text.consent.scopes}</h2>
          <ul class="scopes">
            {consent.scopes.map((scope) => (
              <Scope text={text} client={consent.client} scope={scope} />
            ))}
          </ul>
        </section>
      )}
      {consent.audience.length > 0 && (
        <section>
          <h2>{text.consent.audience}</h2>
          <ul class="audience">
            {consent.audience.map((audience) => (
              <li>
                <code>{audience}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Decision view={view} consent={consent} />
      <ClientLinks view={view} client={consent.client} />
      {!view.dev && <Technical view={view} client={consent.client} />}
    </Page>
  )
}
