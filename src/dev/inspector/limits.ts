/** How much the inspector remembers; what is oldest goes first. */
export interface Limits {
  flows: number
  /** Requests of one flow. */
  steps: number
  /** Parameters, members or claims of one list. */
  values: number
  /** Characters of one value. */
  characters: number
  /** Decisions of one request. */
  decisions: number
  /** Names under which a flow is found again: codes, tokens and the like. */
  links: number
  /** Bytes of all flows together, roughly. */
  bytes: number
  /** Requests that have not been answered yet. */
  pending: number
}

export const LIMITS: Limits = {
  flows: 200,
  steps: 50,
  values: 60,
  characters: 1_000,
  decisions: 40,
  links: 200,
  bytes: 8 * 1024 * 1024,
  pending: 500,
}
