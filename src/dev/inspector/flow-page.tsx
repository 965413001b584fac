/** The page of one flow. */
import type { FC } from 'hono/jsx'
import { fill, Name } from '../../provider/pages/parts/text.tsx'
import { DevPage } from '../pages/dev-page.tsx'
import type { DevView } from '../pages/dev-view.ts'
import type { Flow } from './flow.ts'
import { StepView } from './step-view.tsx'

const Facts: FC<{ view: DevView; flow: Flow }> = ({ view: { words }, flow }) => (
  <dl class="values">
    <dt>{words.flow.outcome}</dt>
    <dd>
      <span class={`state state-${flow.outcome}`}>{words.inspector.outcomes[flow.outcome]}</span>
    </dd>
    {flow.client_id !== undefined && (
      <>
        <dt>{words.inspector.client}</dt>
        <dd>
          <code>{flow.client_id}</code>
        </dd>
      </>
    )}
    {flow.user !== undefined && (
      <>
        <dt>{words.inspector.user}</dt>
        <dd>
          <Name value={flow.user} />
        </dd>
      </>
    )}
    <dt>{words.flow.started}</dt>
    <dd>
      <time datetime={new Date(flow.started_at).toISOString()}>{new Date(flow.started_at).toISOString()}</time>
    </dd>
  </dl>
)

export const FlowPage: FC<{ view: DevView; flow: Flow }> = ({ view, flow }) => {
  const { words, base_path } = view
  const title = fill(words.flow.title, { kind: words.inspector.kinds[flow.kind], id: flow.id })
  const here = `${base_path}/dev/flows/${flow.id}`
  return (
    <DevPage view={view} page="inspector" title={title}>
      <div class="heading">
        <p>
          <a id="all-flows" href={`${base_path}/dev`}>
            {words.flow.back}
          </a>
        </p>
        <h1>{title}</h1>
      </div>
      <div data-live={flow.id} data-flow={flow.id} data-events={`${base_path}/dev/events`}>
        <Facts view={view} flow={flow} />
        <p class="links export-links">
          <a id="export-markdown" href={`${here}.md`}>
            {words.flow.markdown}
          </a>
          <a id="export-json" href={`${here}.json`}>
            {words.flow.json}
          </a>
        </p>
        <h2 id="timeline">{words.flow.timeline}</h2>
        {flow.forgotten > 0 && <p class="hint">{fill(words.inspector.forgotten, { count: String(flow.forgotten) })}</p>}
        <ol class="timeline" aria-labelledby="timeline">
          {flow.steps.map((step) => (
            <StepView view={view} step={step} since={flow.started_at} />
          ))}
        </ol>
      </div>
    </DevPage>
  )
}
