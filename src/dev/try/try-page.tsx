/** The pages of the built-in application: choosing a client, and the steps of a run. */
import type { FC } from 'hono/jsx'
import type { ResolvedClient } from '../../config/resolved.ts'
import type { InteractionForm } from '../../provider/interaction/interaction.ts'
import { Form } from '../../provider/pages/parts/form.tsx'
import { Text } from '../../provider/pages/parts/text.tsx'
import type { Shown } from '../inspector/flow.ts'
import { Claims } from '../pages/claims.tsx'
import { DevPage } from '../pages/dev-page.tsx'
import type { DevView } from '../pages/dev-view.ts'
import { Values } from '../pages/values.tsx'
import type { Check, DoneStep, TryRun } from './try-run.ts'

const Heading: FC<{ view: DevView }> = ({ view: { words } }) => (
  <div class="heading">
    <h1>{words.try.title}</h1>
    <p class="lead">{words.try.lead}</p>
  </div>
)

interface StartProps {
  view: DevView
  clients: readonly ResolvedClient[]
  form: InteractionForm
  /** A run that was asked for is not there any more. */
  gone: boolean
}

const OptionalField: FC<{ name: string; label: string; hint: string }> = ({ name, label, hint }) => (
  <div class="field">
    <label for={name}>{label}</label>
    <input
      id={name}
      name={name}
      class="input"
      autocapitalize="none"
      autocomplete="off"
      spellcheck={false}
      maxlength={1000}
      aria-describedby={`${name}-hint`}
    />
    <p class="hint" id={`${name}-hint`}>
      {hint}
    </p>
  </div>
)

const StartForm: FC<StartProps> = ({ view: { words }, clients, form }) => (
  <Form to={form} class="form">
    <div class="field">
      <label for="try-client">{words.try.client}</label>
      <select id="try-client" name="client_id" class="input" aria-describedby="try-client-hint">
        {clients.map(({ client_id, client_name }) => (
          <option value={client_id}>
            {client_name === '' || client_name === client_id ? client_id : `${client_id} — ${client_name}`}
          </option>
        ))}
      </select>
      <p class="hint" id="try-client-hint">
        {words.try.clientHint}
      </p>
    </div>
    <OptionalField name="scope" label={words.try.scopes} hint={words.try.scopesHint} />
    <OptionalField name="parameters" label={words.try.parameters} hint={words.try.parametersHint} />
    <div class="actions">
      <button type="submit" id="try-next" class="button button-main">
        {words.try.begin}
      </button>
    </div>
  </Form>
)

export const StartPage: FC<StartProps> = ({ view, clients, form, gone }) => (
  <DevPage view={view} page="try" title={view.words.try.title}>
    <Heading view={view} />
    {gone && (
      <div class="failure" role="alert">
        <p>{view.words.try.gone}</p>
      </div>
    )}
    <section>
      {clients.length === 0 ? (
        <p>{view.words.try.noClient}</p>
      ) : (
        <StartForm view={view} clients={clients} form={form} gone={gone} />
      )}
    </section>
  </DevPage>
)

const Checks: FC<{ view: DevView; checks: readonly Check[] }> = ({ view: { words }, checks }) =>
  checks.length === 0 ? null : (
    <>
      <h4>{words.try.checks}</h4>
      <ul class="checks-list">
        {checks.map(({ name, outcome }) => (
          <li data-check={name}>
            <span class={`state state-${outcome}`}>{words.try[outcome]}</span> {words.try.checkWords[name]}
          </li>
        ))}
      </ul>
    </>
  )

const Done: FC<{ view: DevView; step: DoneStep }> = ({ view, step }) => {
  const { words } = view
  const sent: readonly Shown[] = [
    ...step.headers.filter(({ name }) => name.startsWith('authorization')),
    ...step.parameters,
  ]
  // The claims of userinfo are the whole answer: they are shown once.
  const answer = step.claims.some(({ kind }) => kind === 'userinfo') ? [] : step.answer
  const isWrong = (step.status ?? 200) >= 400 || step.checks.some(({ outcome }) => outcome === 'wrong')
  return (
    <li class={isWrong ? 'step-refused' : undefined} data-step={step.name}>
      <span class="dot" aria-hidden="true" />
      <section class="step">
        <div class="step-head">
          <h3>{words.try.steps[step.name]}</h3>
          {step.status !== undefined && (
            <span class={`state state-${isWrong ? 'refused' : 'granted'}`}>{step.status}</span>
          )}
        </div>
        <p class="hint">{words.try.about[step.name]}</p>
        <p class="hint">
          <code>
            {step.method} {step.url}
          </code>
        </p>
        <Values view={view} values={sent} about={words.try.parameterWords} />
        {step.refusal?.rule !== undefined && (
          <div class="refused-box" lang="en">
            <p>{step.refusal.rule}</p>
            {step.refusal.change !== undefined && <p>{step.refusal.change}</p>}
          </div>
        )}
        {answer.length > 0 && <h4>{words.flow.answer}</h4>}
        {answer.length > 0 && <Values view={view} values={answer} />}
        <Checks view={view} checks={step.checks} />
        {step.claims.map((shown) => (
          <Claims view={view} shown={shown} />
        ))}
      </section>
    </li>
  )
}

export interface RunProps {
  view: DevView
  run: TryRun
  /** The authorization request, masked. */
  request: readonly Shown[]
  /** Somebody has to type the client's secret for the next step. */
  needsSecret: boolean
  /** Does the next step. */
  step: InteractionForm
  /** Ends the run. */
  stop: InteractionForm
  /** The flow that the inspector shows. */
  flow: string | undefined
  /** The method that cannot be used here. */
  method: string
}

const NEXT_WORDS = {
  push: 'push',
  authorization: 'authorize',
  token: 'redeem',
  userinfo: 'userinfo',
  introspection: 'introspect',
  refresh: 'refresh',
  callback: 'goOn',
} as const

const Secret: FC<{ view: DevView; wrong: boolean }> = ({ view: { words }, wrong }) => (
  <div class="field">
    <label for="client_secret">{words.try.secret}</label>
    <input
      id="client_secret"
      name="client_secret"
      type="password"
      class="input"
      autocomplete="off"
      required
      aria-invalid={wrong ? 'true' : undefined}
      aria-describedby="client_secret-hint"
    />
    <p class="hint" id="client_secret-hint">
      {words.try.secretHint}
    </p>
  </div>
)

const NextStep: FC<RunProps & { next: keyof typeof NEXT_WORDS }> = ({
  view,
  run,
  request,
  needsSecret,
  step,
  next,
}) => {
  const { words, base_path } = view
  const label = words.try[NEXT_WORDS[next]]
  return (
    <section aria-labelledby="next">
      <h2 id="next">
        {words.try.next}: {words.try.steps[next]}
      </h2>
      <p>{words.try.about[next]}</p>
      {next === 'authorization' ? (
        <>
          <p class="hint">
            <code>GET {run.metadata.authorization_endpoint}</code>
          </p>
          <Values view={view} values={request} about={words.try.parameterWords} />
          <p class="actions-row">
            <a id="try-next" class="button button-main" href={`${base_path}/dev/try/authorize?run=${run.id}`}>
              {label}
            </a>
          </p>
        </>
      ) : (
        <Form to={step} class="form">
          {needsSecret && <Secret view={view} wrong={run.problem === 'secret'} />}
          <div class="actions">
            <button type="submit" id="try-next" class="button button-main">
              {label}
            </button>
          </div>
        </Form>
      )}
    </section>
  )
}

const Ended: FC<RunProps> = ({ view, run, method }) => {
  const { words } = view
  return (
    <section aria-labelledby="next" id="try-ended" data-outcome={run.next}>
      <h2 id="next">{run.next === 'done' ? words.try.done : words.try.failed}</h2>
      <p>
        {run.problem === 'unsupported' ? (
          <Text template={words.try.unsupported} values={{ method: <code>{method}</code> }} />
        ) : (
          words.try.doneLead
        )}
      </p>
      <p class="actions-row">
        <a id="try-next" class="button button-main" href={`${view.base_path}/dev/try`}>
          {words.try.again}
        </a>
      </p>
    </section>
  )
}

export const RunPage: FC<RunProps> = (props) => {
  const { view, run, stop, flow } = props
  const { words, base_path } = view
  const note = { redirect_uri: <code>{run.redirect_uri}</code>, client_id: <code>{run.client_id}</code> }
  return (
    <DevPage view={view} page="try" title={words.try.title}>
      <Heading view={view} />
      <p class="hint" id="try-redirect-note">
        <Text template={words.try.redirectNote} values={note} />
      </p>
      {run.steps.length > 0 && (
        <ol class="timeline">
          {run.steps.map((step) => (
            <Done view={view} step={step} />
          ))}
        </ol>
      )}
      {run.next === 'done' || run.next === 'failed' ? <Ended {...props} /> : <NextStep {...props} next={run.next} />}
      <div class="actions-row">
        {flow !== undefined && (
          <a id="try-inspect" href={`${base_path}/dev/flows/${flow}`}>
            {words.try.inspect}
          </a>
        )}
        {run.next !== 'done' && run.next !== 'failed' && (
          <Form to={stop}>
            <button type="submit" id="try-stop" class="button button-quiet">
              {words.try.stop}
            </button>
          </Form>
        )}
      </div>
    </DevPage>
  )
}
