/**
 * What the user must do, as a value: the provider decides, the pages render. Nothing in here is markup, and nothing in
 * the pages looks at a request.
 */

/** The application on whose behalf the user is asked; URLs are http(s) or absent. */
export interface InteractionClient {
  client_id: string
  name: string
  /** Where the answer goes: the host of the redirect URI of this request, or its scheme where it is an app's own. */
  returns_to?: string
  logo_uri?: string
  policy_uri?: string
  tos_uri?: string
}

/** What every form carries: where it is posted, and the token that binds it to the browser session. */
export interface InteractionForm {
  /** URL to post to, as a path of the issuer. */
  action: string
  /** Single use; hidden field `form_token`. */
  form_token: string
}

/** The account on whose behalf the answer is given. */
export interface InteractionUser {
  username: string
  display_name: string
}

/** A test user of `--dev`, with what helps to tell the cards apart. */
export interface DevUser extends InteractionUser {
  email?: string
  groups?: readonly string[]
}

export interface LoginInteraction extends InteractionForm {
  page: 'login'
  /** Absent when the user came to the home page by themselves. */
  client?: InteractionClient
  /** `login_hint` (OpenID Connect Core 1.0 §3.1.2.1), or what was typed before. */
  username?: string
  /** Why the page is shown again. */
  failed?: 'credentials' | 'slow_down'
  /** Cards of `--dev`: a button `name="user"` signs in at once. */
  dev_users?: readonly DevUser[]
  /** Where the claims of this login are edited in `--dev`. */
  edit_claims?: string
  /** Where giving up leads: a post with `cancel=true` to `action`. */
  cancel?: boolean
}

/** Fields of the claims editor, in the order of its page. */
export const EDITED_FIELDS = [
  'display_name',
  'given_name',
  'middle_name',
  'family_name',
  'nickname',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'profile',
  'picture',
  'website',
  'emails',
  'email_verified',
  'phone_number',
  'phone_extension',
  'phone_number_verified',
  'groups',
  'street_address',
  'locality',
  'region',
  'postal_code',
  'country',
  'extra',
] as const

export type EditedField = (typeof EDITED_FIELDS)[number]

/** What stands in the fields; lists have a line for each entry, a tick is `true` or empty. */
export type ClaimsFields = Readonly<Partial<Record<EditedField, string>>>

/** `--dev`: the claims of one login, edited before it. */
export interface EditClaimsInteraction extends InteractionForm {
  page: 'edit-claims'
  client?: InteractionClient
  user: InteractionUser
  /** Test users, the chosen one included, and where the claims of each are edited. */
  users: readonly (InteractionUser & { edit_url: string })[]
  fields: ClaimsFields
  /** The login page. */
  back: string
  failed?: 'extra'
}

export interface SecondFactorInteraction extends InteractionForm {
  page: 'second-factor'
  client?: InteractionClient
  user: InteractionUser
  /** Where a generator is set up, for those who may. */
  enrol?: string
  failed?: 'code' | 'slow_down'
  /** `--dev` shows the current code. */
  dev_code?: string
  cancel?: boolean
}

export interface EnrolInteraction extends InteractionForm {
  page: 'second-factor-enrol'
  client?: InteractionClient
  user: InteractionUser
  /**
   * First the code of `oidc users totp NAME` is asked for; then, with `setup`, the code of the new generator. `sealed`
   * comes back in the hidden field `setup`.
   */
  setup?: { secret: string; otpauth_uri: string; sealed: string }
  /** `--dev` shows the current code of `setup`. */
  dev_code?: string
  failed?: 'enrolment_code' | 'code' | 'slow_down'
  cancel?: boolean
}

export interface ConsentScope {
  /** The scope value as the client sent it. */
  name: string
  /** A key of the page's texts for scopes with a known meaning; absent: shown by name. */
  description?: ScopeDescription
  /** What the application would read with it. */
  value?: string
}

export type ScopeDescription =
  | 'openid'
  | 'offline_access'
  | 'profile'
  | 'groups'
  | 'email'
  | 'phone'
  | 'address'
  | 'authelia.bearer.authz'

export interface ConsentClaim {
  name: string
  /** Essential claims cannot be unticked. */
  essential: boolean
  /** What the application would read. */
  value?: string
}

export interface ConsentInteraction extends InteractionForm {
  page: 'consent'
  client: InteractionClient
  user: InteractionUser
  scopes: readonly ConsentScope[]
  /** Claims asked for one by one by the `claims` parameter; check boxes `name="claims"`. */
  claims: readonly ConsentClaim[]
  audience: readonly string[]
  remember_allowed: boolean
  /** Seconds that a remembered answer counts. */
  remember_for?: number
  /** 'use another account': a post with `decision=switch_account` to `action`. */
  switch_account: boolean
}

/** `cancel=true`, posted to `action`, gives up: nothing is looked up or connected. */
export interface DeviceInteraction extends InteractionForm {
  page: 'device'
  /** Whose account the device would use. */
  user?: InteractionUser
  /** The code of `verification_uri_complete`: shown and asked for all the same (RFC 8628 §5.4). */
  user_code?: string
  failed?: 'user_code' | 'slow_down'
}

export interface DeviceDoneInteraction {
  page: 'device-done'
  outcome: 'approved' | 'denied'
  client?: InteractionClient
  /** Whose account the device uses, or would have used. */
  user?: InteractionUser
}

export interface LogoutInteraction extends InteractionForm {
  page: 'logout'
  client?: InteractionClient
  user?: InteractionUser
}

export interface LoggedOutInteraction {
  page: 'logged-out'
  /** Front-channel logout URIs, loaded in hidden frames; their origins stand in `frame-src`. */
  frontchannel_logout_uris?: readonly string[]
  client?: InteractionClient
}

/** What `--dev` tells about a refusal: never a secret or a token. */
export interface ErrorExplanation {
  /** The rule that decided, with its section. */
  rule: string
  /** Option path, such as `identity_providers.oidc.clients[0].redirect_uris`. */
  option?: string
  /** `file:line:column` of that option. */
  position?: string
  sent?: string
  /** What would have matched. */
  expected?: readonly string[]
  /** The change to the configuration that would allow it, as YAML or words. */
  change?: string
  /** The command that makes the change. */
  command?: string
  /** A button that learns a loopback redirect URI for this run. */
  learn?: InteractionForm & { redirect_uri: string; client_id: string }
}

export interface ErrorInteraction {
  page: 'error'
  /** HTTP status. */
  status: number
  error: string
  error_description: string
  request_id: string
  /** Seconds since 1970. */
  time?: number
  /** How the application is set up, and not what the user did, is why. */
  set_up?: boolean
  /** The application was told, and the page only explains it. */
  told?: true
  dev?: ErrorExplanation
}

export interface HomeInteraction {
  page: 'home'
  issuer: string
  /** Who is signed in. */
  user?: InteractionUser
  /** Signs out. */
  sign_out?: InteractionForm
  /** Where to sign in, when nobody is. */
  sign_in?: string
  dev?: {
    users: readonly (DevUser & { password?: string })[]
    clients: readonly {
      client_id: string
      name: string
      public: boolean
      redirect_uris: readonly string[]
      /** Made up for the run: any redirect URI of this machine will do. */
      any_loopback?: boolean
    }[]
    /** `browsable`: a plain GET shows something, so that the URL becomes a link. */
    endpoints: readonly { name: string; url: string; browsable?: boolean }[]
    /** Where 'try it' begins. */
    try?: string
    /** Where the flows are shown. */
    inspector?: string
  }
}

export type Interaction =
  | LoginInteraction
  | EditClaimsInteraction
  | SecondFactorInteraction
  | EnrolInteraction
  | ConsentInteraction
  | DeviceInteraction
  | DeviceDoneInteraction
  | LogoutInteraction
  | LoggedOutInteraction
  | ErrorInteraction
  | HomeInteraction

/** What a page needs beside the interaction. */
export interface PageContext {
  /** `nonce` of the Content-Security-Policy, for the page's own style and script elements. */
  nonce: string
  /** BCP 47 tags in the order that the user prefers them: `ui_locales`, then `Accept-Language`. */
  languages: readonly string[]
  /** Path prefix of the issuer, `''` without one. */
  base_path: string
  /** The issuer, shown so that people see where they type their password. */
  issuer?: string
  /** Marks every page as one of `--dev`. */
  dev?: boolean
  /** Whoever opens the page may sign in as anybody, and is told so. */
  open?: boolean
}
