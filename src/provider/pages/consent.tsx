import type { FC } from 'hono/jsx'
import type { ConsentClaim, ConsentInteraction, ConsentScope } from '../interaction/interaction.ts'
import { Form } from './parts/form.tsx'
import { Page } from './parts/page.tsx'
import { Account, ClientLinks, Handshake } from './parts/people.tsx'
import { fill, Name, Text } from './parts/text.tsx'
import type { Strings } from './strings/en.ts'
import type { View } from './view.ts'

interface ConsentProps {
  view: View
  consent: ConsentInteraction
}

const Heading: FC<ConsentProps> = ({ view, consent: { client } }) => (
  <div class="heading">
    <Handshake view={view} client={client} />
    <h1>
      <Text template={view.text.consent.title} values={{ client: <Name value={client.name} /> }} />
    </h1>
    <p class="lead client-id">
      {view.text.consent.clientId} <code>{client.client_id}</code>
    </p>
  </div>
)

/** A form of its own, so that the Enter key in the decision form never switches the account. */
const AccountChoice: FC<ConsentProps> = ({ view: { text }, consent }) => (
  <div class="account-choice">
    <Account user={consent.user} label={text.consent.account} />
    {consent.switch_account && (
      <Form to={consent}>
        <button type="submit" id="consent-switch-account" class="button-link" name="decision" value="switch_account">
          {text.consent.switchAccount}
        </button>
      </Form>
    )}
  </div>
)

const Scope: FC<{ text: Strings; scope: ConsentScope }> = ({ text, scope }) => (
  <li>
    {scope.description === undefined ? null : <span>{text.scopes[scope.description]} </span>}
    <code>{scope.name}</code>
  </li>
)

/** What a claim is called in words: a claim of the standards or, for others, nothing but its name. */
const wordsOf = (text: Strings, name: string): string | undefined =>
  Object.entries(text.claims).find(([known]) => known === name)?.[1]

const Claim: FC<{ text: Strings; claim: ConsentClaim; index: number }> = ({ text, claim, index }) => {
  const id = `claim-${index}`
  const words = wordsOf(text, claim.name)
  return (
    <li class="check">
      <input type="checkbox" id={id} name="claims" value={claim.name} checked disabled={claim.essential} />
      <label for={id}>
        {words !== undefined && <span>{words} </span>}
        <code>{claim.name}</code>
        {claim.essential && <span class="tag">{text.consent.required}</span>}
      </label>
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

const Remember: FC<{ text: Strings }> = ({ text }) => (
  <div class="check remember">
    <input type="checkbox" id="remember" name="remember" value="true" aria-describedby="remember-hint" />
    <label for="remember">{text.consent.remember}</label>
    <p class="hint" id="remember-hint">
      {text.consent.rememberHint}
    </p>
  </div>
)

const Decision: FC<ConsentProps> = ({ view: { text }, consent }) => (
  <Form to={consent} class="form">
    {consent.claims.length > 0 && <Claims text={text} claims={consent.claims} />}
    {consent.remember_allowed && <Remember text={text} />}
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
              <Scope text={text} scope={scope} />
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
    </Page>
  )
}
