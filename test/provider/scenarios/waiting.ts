/** Rows that wait for something that is not built yet: id → what. A row that would pass may not stand here. */
export const WAITING: Readonly<Record<string, string>> = {
  'logout-001': 'the end-session endpoint',
  'logout-002': 'the end-session endpoint',
}
