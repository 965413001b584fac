/** Advice about what is configured and used by nobody, and about lifespans that defeat themselves. */
import { X509Certificate } from 'node:crypto'
import { KEY_ID_LIMIT } from '../../keys/key-id.ts'
import { closest } from '../../primitives/closest.ts'
import { formatDuration } from '../duration.ts'
import { providerPath } from '../path.ts'
import type { OptionPath } from '../resolved.ts'
import { LIFESPAN_OPTIONS } from '../schema/lifespan-options.ts'
import type { ProblemCode } from './codes.ts'
import type { ProviderRule, RuleContext } from './context.ts'

interface Named {
  code: ProblemCode
  names: readonly string[]
  used: ReadonlySet<string>
  path: OptionPath
  words: string
}

const BUILT_IN_POLICIES = ['', 'one_factor', 'two_factor', 'deny']

/** Whether a client names something like one of these: then that name is what is wrong, and is told. */
function isMisspelt({ code, names, used }: Named): boolean {
  if (code === 'ERR_SCOPE_UNUSED') return false
  const unknown = [...used].filter((name) => !names.includes(name) && !BUILT_IN_POLICIES.includes(name))
  return unknown.some((name) => closest(name, names) !== undefined)
}

function reportUnused(named: Named, { report }: RuleContext): void {
  const { code, names, used, path, words } = named
  for (const name of isMisspelt(named) ? [] : names) {
    if (used.has(name)) continue
    report(code, [...path, name], `no client uses the ${words} '${name}'`, {
      hint: 'remove it, or name it in a client',
      part: 'key',
    })
  }
}

function usedBy(
  context: RuleContext,
  option: 'authorization_policy' | 'lifespan' | 'claims_policy',
): ReadonlySet<string> {
  return new Set((context.provider.clients ?? []).map((client) => client[option] ?? ''))
}

function unused(context: RuleContext): void {
  const {
    authorization_policies = {},
    lifespans = {},
    claims_policies = {},
    scopes = {},
    clients = [],
  } = context.provider
  const named: readonly Named[] = [
    {
      code: 'ERR_POLICY_UNUSED',
      names: Object.keys(authorization_policies),
      used: usedBy(context, 'authorization_policy'),
      path: providerPath('authorization_policies'),
      words: 'policy',
    },
    {
      code: 'ERR_LIFESPAN_UNUSED',
      names: Object.keys(lifespans.custom ?? {}),
      used: usedBy(context, 'lifespan'),
      path: providerPath('lifespans', 'custom'),
      words: 'lifespans',
    },
    {
      code: 'ERR_CLAIMS_POLICY_UNUSED',
      names: Object.keys(claims_policies),
      used: usedBy(context, 'claims_policy'),
      path: providerPath('claims_policies'),
      words: 'claims policy',
    },
    {
      code: 'ERR_SCOPE_UNUSED',
      names: Object.keys(scopes),
      used: new Set(clients.flatMap((client) => client.scopes ?? [])),
      path: providerPath('scopes'),
      words: 'scope',
    },
  ]
  for (const one of named) reportUnused(one, context)
}

const RENEWED = ['access_token', 'id_token'] as const

interface TokenLifespans {
  readonly access_token?: number | undefined
  readonly id_token?: number | undefined
  readonly refresh_token?: number | undefined
}

function checkRefresh(
  lifespans: TokenLifespans,
  inherited: Required<TokenLifespans>,
  path: OptionPath,
  context: RuleContext,
): void {
  const refresh = lifespans.refresh_token || inherited.refresh_token || 0
  for (const token of RENEWED) {
    const renewed = lifespans[token] || inherited[token] || 0
    if (!lifespans.refresh_token && !lifespans[token]) continue
    if (refresh >= renewed) continue
    context.report(
      'ERR_LIFESPAN_REFRESH_SHORT',
      [...path, 'refresh_token'],
      `the refresh token lives ${formatDuration(refresh)}, the ${token} that it renews ${formatDuration(renewed)}`,
      { hint: 'let the refresh token live longer' },
    )
  }
}

const DEFAULTS = {
  access_token: LIFESPAN_OPTIONS.access_token.default as number,
  id_token: LIFESPAN_OPTIONS.id_token.default as number,
  refresh_token: LIFESPAN_OPTIONS.refresh_token.default as number,
}

function refreshLifespans(context: RuleContext): void {
  const { lifespans = {} } = context.provider
  checkRefresh(lifespans, DEFAULTS, providerPath('lifespans'), context)
  const inherited = {
    access_token: lifespans.access_token || DEFAULTS.access_token,
    id_token: lifespans.id_token || DEFAULTS.id_token,
    refresh_token: lifespans.refresh_token || DEFAULTS.refresh_token,
  }
  for (const [name, custom] of Object.entries(lifespans.custom ?? {})) {
    checkRefresh(custom, inherited, providerPath('lifespans', 'custom', name), context)
  }
}

function deviceCodeLifespans({ provider: { lifespans = {} }, report }: RuleContext): void {
  for (const [name, { device_code }] of Object.entries(lifespans.custom ?? {})) {
    if (!device_code) continue
    const path = providerPath('lifespans', 'custom', name, 'device_code')
    report('ERR_LIFESPAN_DEVICE_CODE', path, `the device_code of the lifespans '${name}' has no effect`, {
      hint: 'set lifespans.device_code, which holds for every client',
    })
  }
}

const LONG_KEY_ID = 15
const DAY_MS = 86_400_000
const EXPIRES_SOON_DAYS = 30

function longKeyIds({ keys, report }: RuleContext): void {
  for (const { entry, pathOf } of keys.list) {
    const { key_id = '' } = entry
    if (key_id.length < LONG_KEY_ID || key_id.length > KEY_ID_LIMIT) continue
    report(
      'ERR_KEY_ID_LONG',
      pathOf('key_id'),
      `the key_id has ${key_id.length} characters and stands in every token`,
      {
        hint: `fewer than ${LONG_KEY_ID} are enough; never change the id of a key in use`,
        severity: 'advice',
      },
    )
  }
}

function expiringChains({ keys, report, now }: RuleContext): void {
  for (const { checked, pathOf } of keys.list) {
    for (const [index, der] of (checked.issuerKey?.publicJwk.x5c ?? []).entries()) {
      const days = Math.floor((Date.parse(new X509Certificate(Buffer.from(der, 'base64')).validTo) - now) / DAY_MS)
      if (days >= EXPIRES_SOON_DAYS) continue
      report(
        'ERR_CHAIN_EXPIRES_SOON',
        pathOf('certificate_chain'),
        `certificate ${index + 1} expires in ${days} days`,
        {
          hint: 'renew it',
          severity: 'advice',
        },
      )
    }
  }
}

export const ADVICE_RULES: readonly ProviderRule[] = [
  unused,
  refreshLifespans,
  deviceCodeLifespans,
  longKeyIds,
  expiringChains,
]
