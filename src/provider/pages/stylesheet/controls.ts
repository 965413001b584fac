/** What is typed into, ticked and pressed. Targets are 44 px high, focus is a ring that never relies on colour alone. */
export const CONTROLS = `
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
button, input, textarea { font: inherit; color: inherit; }
.form > :not([type=hidden]) ~ * { margin-top: 1.25rem; }
.field label { display: block; margin-bottom: 0.375rem; font-size: 0.9375rem; font-weight: 600; }
.field .hint { margin-top: 0.375rem; }
.input {
  display: block;
  width: 100%;
  min-height: 2.875rem;
  padding: 0.5rem 0.875rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--card);
  transition: border-color 120ms;
}
.input:hover { border-color: var(--ink-soft); }
.input:focus-visible { outline-offset: -1px; border-color: transparent; border-radius: var(--radius); }
.input[aria-invalid] { border-color: var(--danger); border-width: 2px; }
textarea.input { min-height: 0; resize: vertical; }
.input-text { font: 0.875rem/1.5 var(--mono); }
.field label code, .field-group .check code { color: var(--ink-soft); font-weight: 400; font-size: 0.8125rem; }
.input-code { font-family: var(--mono); font-size: 1.25rem; letter-spacing: 0.12em; }

.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.875rem;
  padding: 0.5rem 1.25rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: transparent;
  color: var(--ink);
  font-weight: 600;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
.button:hover { border-color: var(--ink); color: var(--ink); background: var(--well); }
.button:focus-visible { border-radius: var(--radius); }
.button-main { border-color: transparent; background: var(--accent); color: var(--on-accent); }
.button-main:hover { border-color: transparent; background: var(--accent-strong); color: var(--on-accent); }
.button-quiet { color: var(--ink-soft); }
.button-link {
  min-height: 1.5rem;
  padding: 0.25rem 0;
  border: 0;
  background: none;
  color: var(--accent);
  font-size: 0.875rem;
  text-align: start;
  text-decoration: underline 0.0625em;
  text-underline-offset: 0.2em;
  cursor: pointer;
}
.button-link:hover { color: var(--accent-strong); text-decoration-thickness: 0.125em; }
.actions { display: grid; gap: 0.625rem; }
.form > .actions { margin-top: 1.75rem; }
.actions-start { grid-template-columns: repeat(auto-fit, minmax(min(100%, 7rem), max-content)); }
.actions-even { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); }

fieldset { min-width: 0; border: 0; }
legend { padding: 0; }
.field-group { padding-bottom: 2rem; break-inside: avoid; }
.field-group > * + * { margin-top: 1rem; }
.field-group > legend { font-size: 1.0625rem; }
.field-group > .check { margin-top: 0.25rem; }
.form > .field-groups + .actions { margin-top: 0; }
@media (min-width: 52rem) {
  .field-groups { columns: 2; column-gap: 2rem; }
}
.checks { border: 1px solid var(--line); border-radius: var(--radius); }
.checks > * + * { border-top: 1px solid var(--line); }
.check { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: 0.75rem; align-items: center; }
.checks .check { padding-inline-start: 0.875rem; }
.check input {
  appearance: none;
  display: grid;
  place-items: center;
  width: 1.25rem;
  height: 1.25rem;
  margin: 0;
  border: 1.5px solid var(--edge);
  border-radius: 0.25rem;
  background: var(--card);
  cursor: pointer;
}
.check input:hover { border-color: var(--accent); }
.check input:checked { border-color: var(--accent); background: var(--accent); }
.check input:checked::before {
  content: "";
  width: 0.75rem;
  height: 0.4375rem;
  margin-top: -0.25rem;
  border: solid var(--on-accent);
  border-width: 0 0 2px 2px;
  rotate: -45deg;
}
.required > .lock { width: 1.25rem; color: var(--ink-soft); }
.required > p { padding-block: 0.625rem; }
.disclosed { display: block; color: var(--ink-soft); font-size: 0.875rem; }
.check label { padding-block: 0.625rem; }
.checks .check label { padding-inline-end: 0.875rem; }
.check .hint { grid-column: 2; margin-top: -0.5rem; }
.check .tag { margin-inline-start: 0.25rem; }
.remember label { font-weight: 600; font-size: 0.9375rem; }

.failure {
  padding: 0.75rem 1rem;
  border-inline-start: 0.25rem solid var(--danger);
  border-radius: 0.25rem;
  background: var(--danger-soft);
  color: var(--danger);
  font-weight: 500;
}
@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .button, .user-card, .avatar, .logo { border: 1px solid; }
  .check input { appearance: auto; }
  .check input:checked::before { content: none; }
}
`
