/** One request of a flow on its time line: what was asked, what was decided and why, what was answered. */
import type { FC } from 'hono/jsx'
import { fill } from '../../provider/pages/parts/text.tsx'
import { Claims } from '../pages/claims.tsx'
import type { DevView } from '../pages/dev-view.ts'
import { Values } from '../pages/values.tsx'
import type { Shown, ShownDecision, ShownRefusal, Step } from './flow.ts'

const Section: FC<{ view: DevView; title: string; values: readonly Shown[] }> = ({ view, title, values }) =>
  values.length === 0 ? null : (
    <>
      <h4>{title}</h4>
      <Values view={view} values={values} />
    </>
  )

const Decisions: FC<{ view: DevView; decisions: readonly ShownDecision[] }> = ({ view, decisions }) =>
  decisions.length === 0 ? null : (
    <>
      <h4>{view.words.flow.decisions}</h4>
      <ul class="decisions" lang="en">
        {decisions.map(({ decision, rule, option }) => (
          <li>
            {decision}
            {rule !== undefined && <p class="hint">{rule}</p>}
            {option !== undefined && (
              <p class="hint">
                <code>{option}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  )

function refusalFacts({ rule, option, position, sent, expected, change, command }: ShownRefusal, view: DevView) {
  const words = view.words.flow
  const facts: [string, string | undefined][] = [
    [words.rule, rule],
    [words.option, option],
    [words.position, position],
    [words.sent, sent],
    [words.expected, expected?.join('\n')],
    [words.change, change],
    [words.command, command],
  ]
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}

const Refusal: FC<{ view: DevView; refusal: ShownRefusal }> = ({ view, refusal }) => (
  <div class="refused-box">
    <p>
      <strong>{view.words.flow.refusal}</strong> <code>{refusal.error}</code>
    </p>
    {refusal.hint !== undefined && <p lang="en">{refusal.hint}</p>}
    <Values view={view} values={refusalFacts(refusal, view)} />
  </div>
)

function outcomeOf({ status, page, location }: Step, { words }: DevView): string {
  const where = [
    ...(page === undefined ? [] : [fill(words.flow.page, { page })]),
    ...(location === undefined ? [] : [fill(words.flow.location, { location })]),
  ]
  return [String(status), ...where].join(' · ')
}

const Heading: FC<{ view: DevView; step: Step; since: number }> = ({ view, step, since }) => (
  <>
    <div class="step-head">
      <h3>
        <code>
          {step.method} {step.path}
        </code>
      </h3>
      <span class={`state state-${step.refusal === undefined && step.status < 400 ? 'granted' : 'refused'}`}>
        {outcomeOf(step, view)}
      </span>
    </div>
    <p class="step-meta">
      <time datetime={new Date(step.at).toISOString()}>+{((step.at - since) / 1000).toFixed(1)} s</time>
      {' · '}
      {fill(view.words.flow.milliseconds, { count: String(Math.round(step.duration)) })}
      {step.authentication !== undefined && ` · ${view.words.flow.authentication}: ${step.authentication}`}
      {' · '}
      {view.words.flow.requestId} <code>{step.request_id}</code>
    </p>
  </>
)

/** The claims of userinfo are the whole answer: they are shown once. */
function answerBesideClaims({ answer, claims }: Pick<Step, 'answer' | 'claims'>): readonly Shown[] {
  return claims.some(({ kind }) => kind === 'userinfo') ? [] : answer
}

export const StepView: FC<{ view: DevView; step: Step; since: number }> = ({ view, step, since }) => {
  const { words } = view
  return (
    <li class={step.refusal === undefined ? undefined : 'step-refused'}>
      <span class="dot" aria-hidden="true" />
      <section class="step">
        <Heading view={view} step={step} since={since} />
        <Section view={view} title={words.flow.parameters} values={step.parameters} />
        {step.refusal !== undefined && <Refusal view={view} refusal={step.refusal} />}
        <Decisions view={view} decisions={step.decisions} />
        <Section view={view} title={words.flow.answer} values={answerBesideClaims(step)} />
        {step.claims.map((shown) => (
          <details id={`claims-${step.request_id}-${shown.kind}`}>
            <summary>
              {words.flow.claims}: {words.flow.kinds[shown.kind]}
            </summary>
            <Claims view={view} shown={shown} />
          </details>
        ))}
        {step.headers.length > 0 && (
          <details id={`headers-${step.request_id}`}>
            <summary>{words.flow.headers}</summary>
            <Values view={view} values={step.headers} />
          </details>
        )}
      </section>
    </li>
  )
}
