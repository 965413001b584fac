/** The part of the error page that `--dev` adds: why, and what would have to change. */
import type { FC } from 'hono/jsx'
import type { ErrorExplanation } from '../interaction/interaction.ts'
import { closest, type Difference, firstDifference, type Parted, visibleCharacter } from './first-difference.ts'
import { Form } from './parts/form.tsx'
import { Breakable, fill, Text } from './parts/text.tsx'
import type { Strings } from './strings/en.ts'
import type { View } from './view.ts'

type Learn = NonNullable<ErrorExplanation['learn']>

const Marked: FC<{ parted: Parted }> = ({ parted: { before, different, after } }) => (
  <code class="value">
    {before}
    <mark class={different === '' ? 'gap' : undefined}>{different}</mark>
    {after}
  </code>
)

/** A value as it is, or marked where it differs. */
const Value: FC<{ text: Strings; value: string; parted: Parted | undefined }> = ({ text, value, parted }) => {
  if (parted !== undefined) return <Marked parted={parted} />
  return value === '' ? <em>{text.error.dev.nothing}</em> : <code class="value">{value}</code>
}

const DifferenceNote: FC<{ text: Strings; difference: Difference }> = ({ text, difference }) => {
  const { difference: template, end } = text.error.dev
  const shown = (character: string) => (character === '' ? end : <code>{visibleCharacter(character)}</code>)
  const values = {
    position: difference.position,
    sent: shown(difference.sentCharacter),
    expected: shown(difference.expectedCharacter),
  }
  return (
    <p class="hint" id="difference">
      <Text template={template} values={values} />
    </p>
  )
}

/** What was sent beside what would have matched; the closest candidate is the one compared in words. */
const Comparison: FC<{ text: Strings; sent: string; expected: readonly string[] }> = ({ text, sent, expected }) => {
  const { dev } = text.error
  const nearest = closest(sent, expected)
  const difference = nearest === undefined || sent === '' ? undefined : firstDifference(sent, nearest)
  return (
    <>
      <dl class="facts comparison">
        <dt>{dev.sent}</dt>
        <dd id="sent">
          <Value text={text} value={sent} parted={difference?.sent} />
        </dd>
        <dt>{expected.length > 1 ? dev.expectedOneOf : dev.expected}</dt>
        {expected.length === 0 && <dd>{dev.nothing}</dd>}
        {expected.map((value) => (
          <dd class="expected">
            <Value text={text} value={value} parted={value === nearest ? difference?.expected : undefined} />
          </dd>
        ))}
      </dl>
      {difference !== undefined && <DifferenceNote text={text} difference={difference} />}
    </>
  )
}

const LearnForm: FC<{ text: Strings; learn: Learn }> = ({ text, learn }) => (
  <Form to={learn} class="form">
    <input type="hidden" name="client_id" value={learn.client_id} />
    <input type="hidden" name="redirect_uri" value={learn.redirect_uri} />
    <button type="submit" id="learn-redirect" class="button" aria-describedby="learn-hint">
      {text.error.dev.learn}
    </button>
    <p class="hint" id="learn-hint">
      <Text
        template={text.error.dev.learnHint}
        values={{ redirect_uri: <code>{learn.redirect_uri}</code>, client_id: <code>{learn.client_id}</code> }}
      />
    </p>
  </Form>
)

const Command: FC<{ title: string; body: string | undefined }> = ({ title, body }) =>
  body === undefined ? null : (
    <>
      <h4>{title}</h4>
      <code class="snippet" id="command">
        <Breakable text={body} />
      </code>
    </>
  )

/** A change of the configuration line by line, or in words. */
const Change: FC<{ title: string; body: string | undefined }> = ({ title, body }) => {
  if (body === undefined) return null
  return (
    <>
      <h4>{title}</h4>
      {body.includes('\n') ? (
        <pre class="snippet" id="change" tabindex={0}>
          <code>{body}</code>
        </pre>
      ) : (
        <p class="prose" id="change" lang="en">
          {body}
        </p>
      )}
    </>
  )
}

/** How changes of the application begin, and not of the configuration. */
const IN_APPLICATION = 'in the application'

/** The registered redirect URI that comes nearest to the one that was sent. */
function registeredFor({ option, sent, expected }: ErrorExplanation): string | undefined {
  const isRedirect = option?.endsWith('.redirect_uris') === true && sent !== undefined && sent !== ''
  return isRedirect ? closest(sent, expected ?? []) : undefined
}

/** A check that refuses is mostly right: the application first. */
const InApplication: FC<{ text: Strings; explanation: ErrorExplanation }> = ({ text, explanation }) => {
  const { dev } = text.error
  const { change } = explanation
  const registered = registeredFor(explanation)
  const isChange = change?.startsWith(IN_APPLICATION) === true
  if (registered === undefined && !isChange) return null
  return (
    <>
      <h3>{dev.fix}</h3>
      {registered !== undefined && (
        <>
          <p>{dev.fixWith}</p>
          <code class="value">{registered}</code>
        </>
      )}
      {isChange && (
        <p class="prose" id="change" lang="en">
          {change}
        </p>
      )}
    </>
  )
}

/** The ways to allow what was refused. */
const AllowHere: FC<{ text: Strings; explanation: ErrorExplanation }> = ({ text, explanation }) => {
  const { dev } = text.error
  const { command, learn, position } = explanation
  const isInApplication = explanation.change?.startsWith(IN_APPLICATION) === true
  const change = isInApplication ? undefined : explanation.change
  if (change === undefined && command === undefined && learn === undefined) return null
  const isSecond = isInApplication || registeredFor(explanation) !== undefined
  return (
    <>
      <h3>{isSecond ? dev.orAllow : dev.allow}</h3>
      {learn !== undefined && <LearnForm text={text} learn={learn} />}
      <Command title={dev.command} body={command} />
      <Change title={position === undefined ? dev.change : fill(dev.changeAt, { position })} body={change} />
    </>
  )
}

/** What to do about it; nothing when there is nothing. */
export const Remedy: FC<{ view: View; explanation: ErrorExplanation }> = ({ view: { text }, explanation }) => {
  const { dev } = text.error
  const { change, command, learn } = explanation
  if (change === undefined && command === undefined && learn === undefined) return null
  return (
    <section class="remedy" aria-labelledby="remedy">
      <h2 id="remedy">{dev.remedy}</h2>
      <InApplication text={text} explanation={explanation} />
      <AllowHere text={text} explanation={explanation} />
    </section>
  )
}

/** Which rule refused, and what was sent against what would have matched. */
export const Explanation: FC<{ view: View; explanation: ErrorExplanation }> = ({ view: { text }, explanation }) => {
  const { dev } = text.error
  const { rule, sent, expected, option, position } = explanation
  return (
    <section aria-labelledby="why">
      <h2 id="why">{dev.why}</h2>
      <dl class="facts">
        <dt>{dev.rule}</dt>
        <dd id="rule" lang="en">
          {rule}
        </dd>
        {option !== undefined && (
          <>
            <dt>{dev.option}</dt>
            <dd>
              <code>{option}</code> {position !== undefined && <code class="position">{position}</code>}
            </dd>
          </>
        )}
      </dl>
      {(sent !== undefined || expected !== undefined) && (
        <Comparison text={text} sent={sent ?? ''} expected={expected ?? []} />
      )}
    </section>
  )
}
