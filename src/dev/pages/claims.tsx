/** The claims of a token or an answer, each with where it comes from, and when all of it ends. */
import type { FC } from 'hono/jsx'
import { Text } from '../../provider/pages/parts/text.tsx'
import type { ShownClaims } from '../inspector/flow.ts'
import type { DevView } from './dev-view.ts'

/** The script counts down to it; without script it is a plain time. */
const Ends: FC<{ view: DevView; at: number }> = ({ view, at }) => (
  <span class="step-meta">
    <Text
      template={view.words.flow.expires}
      values={{
        time: (
          <time data-ends={at} datetime={new Date(at * 1000).toISOString()}>
            {new Date(at * 1000).toISOString()}
          </time>
        ),
      }}
    />
  </span>
)

/** RFC 7519 §2: NumericDates are read more easily as times. */
const TIMES: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf', 'auth_time', 'rat', 'updated_at'])

function timeOf(name: string, value: string): string | undefined {
  const seconds = Number(value)
  const isTime = TIMES.has(name) && Number.isFinite(seconds) && Math.abs(seconds) < 8.64e12
  return isTime ? new Date(seconds * 1000).toISOString() : undefined
}

const Rows: FC<{ shown: ShownClaims }> = ({ shown: { claims } }) => (
  <tbody>
    {claims.map(({ name, value, because }) => (
      <tr>
        <td>
          <code>{name}</code>
        </td>
        <td>
          <code>{value}</code> {timeOf(name, value)}
        </td>
        <td lang="en">{because}</td>
      </tr>
    ))}
  </tbody>
)

/** A year that no clock of a test reaches would be no date. */
const hasEnd = (at: number | undefined): at is number => at !== undefined && Math.abs(at) < 8.64e12

export const Claims: FC<{ view: DevView; shown: ShownClaims }> = ({ view: { words }, view, shown }) => (
  <div class="claims">
    <p class="step-head">
      <strong>{words.flow.kinds[shown.kind]}</strong>
      {shown.header !== undefined && (
        <span class="step-meta">
          {words.flow.header} <code>{JSON.stringify(shown.header)}</code>
        </span>
      )}
      {hasEnd(shown.expires_at) && <Ends view={view} at={shown.expires_at} />}
    </p>
    <table class="claims-table">
      <thead>
        <tr>
          <th scope="col">{words.flow.claim}</th>
          <th scope="col">{words.flow.value}</th>
          <th scope="col">{words.flow.because}</th>
        </tr>
      </thead>
      <Rows shown={shown} />
    </table>
  </div>
)
