/** What the provider tells its operator. Never a token, a secret, a password or a form's content. */
export interface LogEvent {
  level: 'debug' | 'info' | 'warn' | 'error'
  /** What happened, such as `token_issued` or `refused`. */
  event: string
  request_id?: string
  client_id?: string
  subject?: string
  [field: string]: unknown
}

export type Log = (event: LogEvent) => void
