/** The page of all flows, with a filter that is a plain form. */
import type { FC } from 'hono/jsx'
import { fill, Name } from '../../provider/pages/parts/text.tsx'
import { DevPage } from '../pages/dev-page.tsx'
import type { DevView } from '../pages/dev-view.ts'
import type { FlowSummary } from './flow.ts'
import { LIMITS } from './limits.ts'

export interface FlowFilter {
  client: string
  user: string
}

interface InspectorProps {
  view: DevView
  flows: readonly FlowSummary[]
  filter: FlowFilter
}

/** The flows that a filter lets through; an empty one lets all. */
export function filterFlows(flows: readonly FlowSummary[], { client, user }: FlowFilter): FlowSummary[] {
  return flows.filter((flow) => (client === '' || flow.client_id === client) && (user === '' || flow.user === user))
}

interface ChoiceProps {
  view: DevView
  name: 'client' | 'user'
  values: readonly (string | undefined)[]
  chosen: string
}

const Choice: FC<ChoiceProps> = ({ view: { words }, name, values, chosen }) => {
  const known = [...new Set([...values, chosen])].filter((value) => value !== undefined && value !== '').sort()
  return (
    <div class="field">
      <label for={name}>{words.inspector[name]}</label>
      <select id={name} name={name} class="input">
        <option value="">{words.inspector.all}</option>
        {known.map((value) => (
          <option value={value} selected={value === chosen}>
            {value}
          </option>
        ))}
      </select>
    </div>
  )
}

const Filters: FC<InspectorProps> = ({ view, flows, filter }) => (
  <form method="get" action={`${view.base_path}/dev`} class="filters" aria-label={view.words.inspector.filters}>
    <Choice view={view} name="client" values={flows.map(({ client_id }) => client_id)} chosen={filter.client} />
    <Choice view={view} name="user" values={flows.map(({ user }) => user)} chosen={filter.user} />
    <button type="submit" id="inspector-filter" class="button">
      {view.words.inspector.apply}
    </button>
  </form>
)

const FlowRow: FC<{ view: DevView; flow: FlowSummary }> = ({ view: { words, base_path }, flow }) => {
  const { count, last } = flow
  return (
    <li data-flow={flow.id}>
      <a class="flow-row" id={`flow-${flow.id}`} href={`${base_path}/dev/flows/${flow.id}`}>
        <span>
          <strong>
            {words.inspector.kinds[flow.kind]} {flow.id}
          </strong>{' '}
          {flow.client_id !== undefined && <code>{flow.client_id}</code>}{' '}
          {flow.user !== undefined && <Name value={flow.user} />}
        </span>
        <span class="hint">
          {count === 1 ? words.inspector.oneStep : fill(words.inspector.steps, { count: String(count) })}
          {` · ${last.method} ${last.path} ${last.status}`}
        </span>
        <span class="flow-side">
          <span class={`state state-${flow.outcome}`}>{words.inspector.outcomes[flow.outcome]}</span>
          <time datetime={new Date(flow.started_at).toISOString()}>
            {new Date(flow.started_at).toISOString().slice(11, 19)} UTC
          </time>
        </span>
      </a>
    </li>
  )
}

export const InspectorPage: FC<InspectorProps> = ({ view, flows, filter }) => {
  const { words } = view
  const shown = filterFlows(flows, filter)
  return (
    <DevPage view={view} page="inspector" title={words.inspector.title}>
      <div class="heading">
        <h1>{words.inspector.title}</h1>
        <p class="lead">{words.inspector.lead}</p>
      </div>
      <Filters view={view} flows={flows} filter={filter} />
      <section aria-labelledby="flows" data-live="all" data-events={`${view.base_path}/dev/events`}>
        <h2 id="flows">{words.inspector.flows}</h2>
        <p class="hint">
          <span class="live-note">{words.inspector.live}</span>
          <span class="reload-note">{words.inspector.reload}</span>
        </p>
        {shown.length === 0 && <p>{flows.length === 0 ? words.inspector.none : words.inspector.noneFiltered}</p>}
        <ol class="flows">
          {shown.map((flow) => (
            <FlowRow view={view} flow={flow} />
          ))}
        </ol>
      </section>
      <p class="hint">{fill(words.inspector.limits, { flows: String(LIMITS.flows), steps: String(LIMITS.steps) })}</p>
    </DevPage>
  )
}
