/** What a test gets: a provider with everything that a test asks of one. */
import type { MovableClock } from '../dev/clock.ts'
import type { Faults } from '../dev/faults.ts'
import type { GivenClient } from '../dev/given-client.ts'
import type { GivenUser } from '../dev/given-users.ts'
import type { TestClient } from './clients.ts'
import type { Events } from './event-stream.ts'
import type { Login, LoginOptions, StorageState } from './login.ts'

/** A user and the password; `undefined` where a user file has a digest alone. */
export interface TestUser {
  username: string
  password: string | undefined
}

/** The provider's time, which all of its state obeys. */
export interface TestClock extends Omit<MovableClock, 'set'> {
  /** Goes on, or stands still, from this moment; a number is milliseconds. */
  set(time: Date | number): void
}

export interface TestProvider extends AsyncDisposable {
  readonly issuer: string
  /** Where it listens; `undefined` where nothing does. */
  readonly port: number | undefined
  /** Answers a request without any network: for `customFetch` of openid-client and oauth4webapi, or in place of `fetch`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Who can sign in. */
  readonly users: readonly TestUser[]
  /** The clients, those of {@link TestProvider.setClient} included. */
  readonly clients: readonly TestClient[]
  /** The client of that name, for its secret. */
  client(client_id: string): TestClient
  /**
   * Runs an authorization code flow of that user, up to the application's redirect URI.
   *
   * @throws LoginFailed with what the provider's error page says
   */
  loginAs(username: string, options?: LoginOptions): Promise<Login>
  /**
   * Signs the user in and gives the cookies as Playwright's `storageState`; the browser needs the provider to listen.
   *
   * @throws LoginFailed
   */
  storageState(username: string): Promise<StorageState>
  readonly clock: TestClock
  /** Answers that go wrong on purpose. */
  readonly faults: Faults
  readonly events: Events
  /**
   * Adds a user or replaces one.
   *
   * @throws GivenUserInvalid
   */
  setUser(username: string, user: GivenUser): void
  /**
   * Adds a client or replaces one; the result has its secret.
   *
   * @throws GivenConfigurationInvalid
   */
  setClient(client: GivenClient): Promise<TestClient>
  /** Another provider of the same users and clients below this one's issuer: state, clock, faults and events of its own. */
  namespace(): TestProvider
  /** The control API for tests in other languages, where something listens and `devPages` is not off. */
  readonly control: { url: string; token: string } | undefined
  /** Ends it: nothing of it keeps the process alive afterwards. */
  close(): Promise<void>
}
