/** What the pages under `/dev` add to the stylesheet of all pages: a bar to go between them, flows and their time lines. */
export const DEV_STYLES = `
.dev-nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.9375rem; }
.dev-nav a { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--ink-soft); text-decoration: none; }
.dev-nav a:hover { color: var(--ink); text-decoration: underline; }
.dev-nav a[aria-current] { color: var(--accent); font-weight: 650; box-shadow: inset 0 -2px var(--accent); }
.wide > .dev-nav + .heading { margin-top: 1rem; }

.filters { display: flex; flex-wrap: wrap; align-items: end; gap: 0.875rem 1rem; }
.filters .field { flex: 1 1 10rem; min-width: 0; }
select { font: inherit; color: inherit; }
.wide .form > .field, .wide .form > .actions { max-width: 34rem; }
.actions-row { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; }
.live-note { display: none; }
.connected .live-note { display: inline; }
.connected .reload-note { display: none; }

.flows { border-top: 1px solid var(--line); }
.flows > li { border-bottom: 1px solid var(--line); }
.flow-row {
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  gap: 0.125rem 1rem;
  padding: 0.75rem 0.25rem;
  color: inherit;
  text-decoration: none;
}
.flow-row:hover { background: var(--well); color: inherit; }
.flow-row strong { font-weight: 600; }
.flow-row .hint { grid-column: 1; }
.flow-row .flow-side { grid-column: 2; grid-row: 1 / span 2; text-align: end; }
.flow-side time { display: block; color: var(--ink-soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.state { display: inline-block; padding: 0.0625rem 0.5rem; border-radius: 1rem; font-size: 0.75rem; font-weight: 600; white-space: nowrap; }
.state-granted, .state-passed { background: var(--accent-soft); color: var(--accent-strong); }
.state-refused, .state-wrong { background: var(--danger-soft); color: var(--danger); }
.state-waiting, .state-answered, .state-skipped { border: 1px solid var(--line); color: var(--ink-soft); }

div[data-live] > * + * { margin-top: 1.25rem; }
.timeline, .flows { list-style: none; margin-bottom: 0; padding: 0; }
.timeline > li { position: relative; margin-inline-start: 0.3125rem; padding: 0 0 1.25rem 1rem; border-inline-start: 2px solid var(--line); }
.timeline > li:last-child { padding-bottom: 0; }
.dot {
  position: absolute;
  inset-inline-start: -0.4375rem;
  top: 1.75rem;
  width: 0.75rem;
  height: 0.75rem;
  border: 2px solid var(--card);
  border-radius: 50%;
  background: var(--accent);
}
.step-refused > .dot { background: var(--danger); }
.step-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; }
.step-head h3 { font-size: 1rem; }
.step-head h3 code { font-size: 0.9375rem; }
.step-meta { color: var(--ink-soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.wide .step { padding: 1.25rem 1.5rem; }
.step > h4, .step details h4 { margin: 1rem 0 0; font-size: 0.8125rem; font-weight: 650; color: var(--ink-soft); }
.step > h4 + *, .step details h4 + * { margin-top: 0.375rem; }
.values { display: grid; gap: 0.25rem 1rem; font-size: 0.875rem; }
.values dt { color: var(--ink-soft); font-family: var(--mono); font-size: 0.8125rem; }
.values dd { min-width: 0; }
.values dd .hint { display: block; font-size: 0.8125rem; }
@media (min-width: 40rem) {
  .values { grid-template-columns: minmax(9rem, 13rem) minmax(0, 1fr); align-items: baseline; }
}
.masked { padding: 0.0625rem 0.375rem; border: 1px dashed var(--edge); border-radius: 0.25rem; font-family: var(--mono); font-size: 0.8125rem; }
.decisions > li { padding: 0.375rem 0; font-size: 0.9375rem; }
.decisions > li + li { border-top: 1px solid var(--line); }
.decisions .hint { margin: 0; }
.refused-box { margin-top: 1rem; padding: 0.75rem 1rem; border-inline-start: 0.25rem solid var(--danger); border-radius: 0.25rem; background: var(--danger-soft); }
.refused-box p + p { margin-top: 0.375rem; }
.refused-box .hint, .refused-box dt { color: var(--ink); }
.step details { margin-top: 0.75rem; }
summary { min-height: 2.25rem; padding-block: 0.375rem; color: var(--accent); font-size: 0.9375rem; cursor: pointer; }
.claims-table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
.claims-table th { text-align: start; font-size: 0.8125rem; color: var(--ink-soft); font-weight: 600; }
.claims-table th, .claims-table td { padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.claims-table td:last-child { color: var(--ink-soft); padding-inline-end: 0; }
@media (max-width: 40rem) {
  .claims-table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .claims-table tr { display: block; padding-block: 0.5rem; border-bottom: 1px solid var(--line); }
  .claims-table td { display: block; padding: 0; border: 0; }
}
time[data-ends] { font-variant-numeric: tabular-nums; }
time.ended { color: var(--danger); }
.checks-list > li { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline; padding-block: 0.25rem; font-size: 0.9375rem; }
`
