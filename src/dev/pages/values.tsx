/** Lists of parameters, headers and members, masked where they were masked. */
import type { FC } from 'hono/jsx'
import { fill } from '../../provider/pages/parts/text.tsx'
import type { Shown } from '../inspector/flow.ts'
import { maskedText } from '../inspector/mask.ts'
import type { DevView } from './dev-view.ts'

const Value: FC<{ view: DevView; shown: Shown }> = ({ view: { words }, shown: { value, masked, cut } }) => {
  if (masked !== undefined) {
    const length = fill(words.flow.characters, { count: String(masked.length) })
    return (
      <span class="masked" title={length}>
        {maskedText(masked)}
      </span>
    )
  }
  if (value === undefined || value === '') return <em>{words.flow.empty}</em>
  return (
    <>
      <code>{value}</code>
      {cut !== undefined && <span class="hint">{fill(words.flow.cut, { count: String(cut) })}</span>}
    </>
  )
}

interface ValuesProps {
  view: DevView
  values: readonly Shown[]
  /** What a name means. */
  about?: Readonly<Record<string, string>>
}

export const Values: FC<ValuesProps> = ({ view, values, about = {} }) => (
  <dl class="values">
    {values.map((shown) => (
      <>
        <dt>{shown.name}</dt>
        <dd>
          <Value view={view} shown={shown} />
          {about[shown.name] !== undefined && <span class="hint">{about[shown.name]}</span>}
        </dd>
      </>
    ))}
  </dl>
)
