/** The page as a whole: banner, card or wide column, and plain text in them. */
export const LAYOUT = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  min-height: 100vh;
  min-height: 100dvh;
  display: flex;
  flex-direction: column;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 var(--sans);
  -webkit-font-smoothing: antialiased;
  overflow-wrap: anywhere;
}
body.dev { border-top: 0.25rem solid var(--warn-edge); }
h1, h2, h3, p, ul, dl, dd, pre, fieldset { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.018em; text-wrap: balance; }
h2, legend { font-size: 0.9375rem; line-height: 1.4; font-weight: 650; }
h3 { font-size: 0.875rem; font-weight: 600; }
p, dd { text-wrap: pretty; }
ul { list-style: none; }
a { color: var(--accent); text-decoration-thickness: 0.0625em; text-underline-offset: 0.2em; }
a:hover { color: var(--accent-strong); text-decoration-thickness: 0.125em; }
code, pre { font: 0.875em/1.5 var(--mono); }
mark { color: inherit; background: none; }
.name { unicode-bidi: isolate; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.banner { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; padding: 1.125rem 1.5rem; }
.issuer { display: flex; align-items: center; gap: 0.625rem; min-width: 0; font-size: 0.9375rem; font-weight: 600; }
.mark { flex: none; color: var(--accent); }
.notice-dev { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; min-width: 0; font-size: 0.875rem; }

.card {
  width: 100%;
  max-width: 27.5rem;
  margin: clamp(0.5rem, 5vh, 4.5rem) auto 2rem;
  padding: 2.25rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 1.125rem;
  box-shadow: var(--shadow);
}
.card-roomy { max-width: 52rem; }
.wide { width: 100%; max-width: 64rem; margin: clamp(0.5rem, 4vh, 3rem) auto 2rem; padding: 0 1.5rem; }
.card > * + *, .wide > * + * { margin-top: 1.75rem; }
.wide > * + * { margin-top: 2rem; }
.wide h1 { font-size: 1.875rem; }
.wide section { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 1.125rem; }
section > * + *, fieldset > * + * { margin-top: 0.75rem; }
section > h3 { margin-top: 1.25rem; }
section > h3 + * { margin-top: 0.5rem; }
.columns { display: grid; gap: 1.25rem; align-items: start; }
.columns > * { min-width: 0; }
@media (min-width: 56rem) {
  .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (max-width: 32rem) {
  body { background: var(--card); }
  .banner { padding: 1rem 1.25rem; }
  .card { margin: 0 auto; padding: 1rem 1.25rem 2rem; border: 0; border-radius: 0; box-shadow: none; }
  .wide { margin-top: 0; padding: 1rem 1.25rem 0; }
  .wide h1 { font-size: 1.5rem; }
  .wide section { padding: 1.25rem 0 0; border-width: 1px 0 0; border-radius: 0; }
}

.heading > * + * { margin-top: 0.5rem; }
.heading > .handshake, .heading > .outcome { margin-bottom: 1.25rem; }
.lead { color: var(--ink-soft); }
.lead b { color: var(--ink); font-weight: 600; }
.hint { color: var(--ink-soft); font-size: 0.875rem; }
.heading > .returns-to { font-size: 0.9375rem; }
.returns-to b { font-weight: 600; }
.notice {
  padding: 0.75rem 1rem;
  border-inline-start: 0.25rem solid var(--warn-edge);
  border-radius: 0.25rem;
  background: var(--warn-soft);
  color: var(--warn);
}
.notice strong { display: block; font-weight: 650; }
summary { padding-block: 0.25rem; color: var(--ink-soft); font-size: 0.875rem; font-weight: 600; cursor: pointer; }
details > summary + * { margin-top: 0.5rem; }
.reference > * + * { margin-top: 0.75rem; }
.links { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.875rem; }
.links a { display: inline-block; padding-block: 0.25rem; }
.links a { color: var(--ink-soft); }
.tag {
  display: inline-block;
  padding: 0.0625rem 0.5rem;
  border: 1px solid var(--line);
  border-radius: 1rem;
  color: var(--ink-soft);
  font-size: 0.75rem;
  font-weight: 600;
  white-space: nowrap;
}
.notice-dev > .tag { flex: none; }
.notice-dev > .tag + p { flex: 1 1 12rem; }
.tag-dev { border-color: var(--warn-edge); background: var(--warn-soft); color: var(--warn); font-size: 0.8125rem; }
`
