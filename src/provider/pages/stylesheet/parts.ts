/** The parts of single pages: people, lists of what is asked, facts, comparisons, the QR code. */
export const PARTS = `
.logo { display: block; width: 3rem; height: 3rem; border-radius: 0.875rem; object-fit: contain; }
.logo-letter {
  display: grid;
  place-items: center;
  background: var(--ink);
  color: var(--card);
  font-size: 1.375rem;
  font-weight: 650;
}
.logo-own { display: grid; place-items: center; background: var(--accent-soft); }
.handshake { display: flex; align-items: center; }
.handshake > .logo + .logo { position: relative; margin-inline-start: 2.25rem; }
.handshake > .logo + .logo::before {
  content: "";
  position: absolute;
  inset-inline-start: -1.875rem;
  width: 1.5rem;
  height: 0.25rem;
  background: radial-gradient(circle, var(--edge) 1.5px, transparent 2px) 0 50% / 0.5rem 0.25rem;
}
.outcome { display: block; border-radius: 0.875rem; background: var(--accent-soft); color: var(--accent-strong); }
.outcome-error { background: var(--danger-soft); color: var(--danger); }
.outcome-refused { background: var(--well); color: var(--ink-soft); }
.avatar {
  flex: none;
  display: grid;
  place-items: center;
  width: 2.5rem;
  height: 2.5rem;
  border-radius: 50%;
  background: var(--accent-soft);
  color: var(--accent-strong);
  font-size: 0.8125rem;
  font-weight: 650;
  letter-spacing: 0.02em;
}
.account { display: flex; align-items: center; gap: 0.75rem; min-width: 0; }
.account-text { min-width: 0; line-height: 1.35; }
.account-text > span, .account-text > strong { display: block; }
.account-text strong { font-weight: 600; font-size: 0.9375rem; }
.account-label, .account-name { color: var(--ink-soft); font-size: 0.8125rem; }
.account-choice, .session {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: 0.75rem 1rem;
}
.card > .account-choice, .card > .session { padding: 0.875rem 1rem; border-radius: var(--radius); background: var(--well); }

.section-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.25rem 1rem; }
.section-head a { display: inline-block; margin-block: -0.25rem; padding-block: 0.25rem; font-size: 0.875rem; }
.section-head + .hint { margin-top: 0.125rem; }
.ways section > .form { margin-top: 1rem; }
.user-cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10.5rem), 1fr)); gap: 0.625rem; }
.user-card {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  width: 100%;
  height: 100%;
  min-height: 3.75rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--card);
  text-align: start;
  cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
.user-card:hover { border-color: var(--accent); background: var(--accent-soft); }
.user-card:focus-visible { border-radius: var(--radius); background: var(--accent-soft); }
.user-card:hover .avatar { background: var(--card); }
.user-tabs { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.user-tabs a {
  display: flex;
  align-items: center;
  gap: 0.5rem;
  min-height: 2.75rem;
  padding: 0.25rem 0.875rem 0.25rem 0.375rem;
  border: 1px solid var(--edge);
  border-radius: 1.5rem;
  color: var(--ink);
  font-size: 0.9375rem;
  text-decoration: none;
}
.user-tabs a:hover { border-color: var(--accent); }
.user-tabs a[aria-current] { border-color: var(--accent); background: var(--accent-soft); color: var(--accent-strong); font-weight: 600; }
.user-tabs .avatar { width: 2rem; height: 2rem; font-size: 0.75rem; }
.user-tabs a[aria-current] .avatar { background: var(--card); }
.ways > * + * { margin-top: 1.5rem; }
@media (min-width: 52rem) {
  .ways > * + * { margin-top: 0; }
  .ways { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); gap: 2rem; }
  .ways > .divider { flex-direction: column; }
  .ways > .divider::before, .ways > .divider::after { border-top: 0; border-inline-start: 1px solid var(--line); }
}
.divider { display: flex; align-items: center; gap: 0.875rem; color: var(--ink-soft); font-size: 0.875rem; }
.divider::before, .divider::after { content: ""; flex: 1; border-top: 1px solid var(--line); }

.scopes > li { position: relative; padding: 0.375rem 0 0.375rem 1.75rem; }
.scopes > li::before {
  content: "";
  position: absolute;
  inset-inline-start: 0.375rem;
  top: 0.9375rem;
  width: 0.375rem;
  height: 0.375rem;
  border-radius: 50%;
  background: var(--accent);
}
.scopes code, .checks code { color: var(--ink-soft); font-size: 0.8125rem; }
.checks label > code:first-child, .required > p > code:first-child { color: var(--ink); font-size: 0.875rem; }
.audience li + li { margin-top: 0.25rem; }

.dev-code { padding: 0.625rem 0.875rem; border-radius: var(--radius); background: var(--accent-soft); font-size: 0.9375rem; }
.dev-code code { color: var(--accent-strong); font-size: 1.125em; font-weight: 600; letter-spacing: 0.08em; white-space: nowrap; }
.dev-code > .hint { margin-top: 0.5rem; }
.dev-code > .hint + .links { margin-top: 0; }
.setup > * + * { margin-top: 0.75rem; }
.steps { margin: 0; padding: 0; list-style: none; counter-reset: step; }
.steps > li { position: relative; padding-inline-start: 2.25rem; counter-increment: step; }
.steps > li + li { margin-top: 1.75rem; }
.steps > li > * + * { margin-top: 0.75rem; }
.steps > li::before {
  content: counter(step);
  position: absolute;
  inset-inline-start: 0;
  display: grid;
  place-items: center;
  width: 1.5rem;
  height: 1.5rem;
  border: 1.5px solid var(--accent);
  border-radius: 50%;
  color: var(--accent-strong);
  font-size: 0.8125rem;
  font-weight: 650;
}
.qr-code { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: var(--radius); }

@media (max-width: 32rem) {
  .steps > li { padding-inline-start: 0; }
  .steps > li > h2 { padding-inline-start: 2.25rem; }
}

.facts dt { color: var(--ink-soft); font-size: 0.8125rem; }
.facts dd + dt { margin-top: 0.875rem; }
.facts dd + dd { margin-top: 0.375rem; }
.position { color: var(--ink-soft); }
.value, .snippet {
  display: block;
  padding: 0.625rem 0.875rem;
  border-radius: var(--radius);
  background: var(--well);
  white-space: pre-wrap;
}
pre.snippet { overflow-x: auto; white-space: pre; }
p + .value { margin-top: 0.375rem; }
.prose::first-letter { text-transform: uppercase; }
.facts dt + dd > .value { margin-top: 0.25rem; }
mark { padding: 0.0625rem 0; border-bottom: 2px solid var(--danger); background: var(--danger-soft); color: var(--danger); }
.expected mark { border-bottom-color: var(--accent); background: var(--accent-soft); color: var(--accent-strong); }
mark.gap { padding: 0 0.1875rem; border: 0; border-inline-start: 2px solid var(--danger); background: none; }
.expected mark.gap { border-inline-start-color: var(--accent); }
@media (min-width: 56rem) {
    .remedy { grid-column: 2; grid-row: 1; }
  .columns .details { grid-column: 1 / -1; }
}
.remedy .button { width: 100%; }
.remedy .form .hint { margin-top: 0.625rem; }
.remedy h3 ~ h3 { margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.remedy h4 { margin: 1.25rem 0 0; color: var(--ink-soft); font-size: 0.8125rem; font-weight: 500; }
.remedy h4 + * { margin-top: 0.375rem; }
.remedy h3 { font-size: 0.9375rem; }

.start { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1.25rem 2rem; }
.tools { display: flex; flex-wrap: wrap; gap: 1.25rem; }
.tools > * { flex: 1 1 14rem; max-width: 20rem; }
.tools .button { width: 100%; }
.tools .hint { margin-top: 0.5rem; }
.start > .session { align-self: start; }
.rows > li { padding-block: 0.875rem; }
.rows > li:last-child { padding-bottom: 0; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows > li:not(.client) { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; }
.client > .facts { margin-top: 0.5rem; }
.rows .hint { margin-top: 0.375rem; font-size: 0.8125rem; }
.password { min-width: 4.5rem; text-align: end; color: var(--ink-soft); font-size: 0.875rem; }
.password code { color: var(--ink); }
@media (min-width: 40rem) {
  .endpoints .facts, .columns .details .facts { display: grid; grid-template-columns: fit-content(18rem) minmax(0, 1fr); gap: 0.5rem 1.5rem; align-items: baseline; }
  .endpoints .facts dd + dt, .columns .details .facts dd + dt { margin-top: 0; }
}
`
