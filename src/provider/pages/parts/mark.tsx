/** Signs: the program's own, and how a matter ended. Sizes are set here too, for when no stylesheet is loaded. */
import type { FC } from 'hono/jsx'

/** The sign of the program: a ring that a key enters. */
export const Mark: FC = () => (
  <svg class="mark" width="24" height="24" viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
    <path d="M19.6 8.2a8.5 8.5 0 1 0 0 7.6" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
    <path d="M12 12h10.5" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
    <circle cx="12" cy="12" r="2.4" fill="currentColor" />
  </svg>
)

/** It is so, and cannot be chosen. */
export const Lock: FC = () => (
  <svg class="lock" width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden="true" focusable="false">
    <rect x="3.5" y="8" width="11" height="7.5" rx="1.5" fill="currentColor" />
    <path d="M5.75 8V5.75a3.25 3.25 0 0 1 6.5 0V8" stroke="currentColor" stroke-width="1.75" />
  </svg>
)

const OUTCOMES = {
  done: 'M6.5 12.5l3.75 3.75L17.75 8',
  refused: 'M8 8l8 8M16 8l-8 8',
  error: 'M12 6.5v6.5M12 17v.01',
} as const

/** How it ended, at a glance; the heading beside it says the same. */
export const Outcome: FC<{ kind: keyof typeof OUTCOMES }> = ({ kind }) => (
  <svg
    class={`outcome outcome-${kind}`}
    width="48"
    height="48"
    viewBox="-6 -6 36 36"
    fill="none"
    aria-hidden="true"
    focusable="false"
  >
    <path d={OUTCOMES[kind]} stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" />
  </svg>
)
