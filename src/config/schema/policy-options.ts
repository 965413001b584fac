/** `authorization_policies`, `claims_policies` and `scopes`: what the administrator names and clients refer to. */
import { defineOptions } from './option.ts'

export const POLICY_LEVELS = ['one_factor', 'two_factor', 'deny'] as const

export const POLICY_RULE_OPTIONS = defineOptions({
  policy: {
    type: 'string',
    default: 'two_factor',
    values: POLICY_LEVELS,
    description: 'What is asked of a user whom this rule matches.',
  },
  subject: {
    type: 'subjects',
    description:
      'Users and groups: `user:NAME` or `group:NAME`. Entries of the outer list are alternatives; those of an inner list must all hold.',
    rules:
      'Each begins with `user:` or `group:`. A single text is split at commas into one inner list. A rule needs `subject`, `networks` or both.',
  },
  networks: {
    type: 'networks',
    since: '4.39',
    description:
      'Where the request comes from: addresses, CIDR blocks, or names from `definitions.network`. One match is enough.',
    rules: 'Anything else is refused. Where `subject` is given too, both must match.',
  },
})

export const AUTHORIZATION_POLICY_OPTIONS = defineOptions({
  default_policy: {
    type: 'string',
    default: 'two_factor',
    values: POLICY_LEVELS,
    description: 'What is asked when no rule matches.',
  },
  rules: {
    type: 'entries',
    required: true,
    options: POLICY_RULE_OPTIONS,
    description: 'Rules in order; the first one that matches decides.',
    rules: 'One at least.',
  },
})

export const CUSTOM_CLAIM_OPTIONS = defineOptions({
  name: {
    type: 'string',
    derived: 'the key of the entry',
    description: 'The name of the claim in tokens and answers.',
    rules: 'None of the claims of the protocol itself, and no name twice in one policy.',
  },
  attribute: {
    type: 'string',
    derived: 'the key of the entry',
    description: 'The user attribute that the claim takes its value from.',
    rules:
      'A standard attribute, one of `authentication_backend.file.extra_attributes`, or one of `definitions.user_attributes`.',
  },
})

export const CLAIMS_POLICY_OPTIONS = defineOptions({
  id_token: {
    type: 'strings',
    default: [],
    description:
      'Claims that the ID token carries in addition; without this they are found at the userinfo endpoint alone.',
    rules: 'Standard claims and custom claims of this policy; no claims of the protocol itself.',
    see: ['OpenID Connect Core 1.0 §5.1'],
  },
  access_token: {
    type: 'strings',
    default: [],
    description: 'Claims that JWT access tokens carry in addition.',
    rules: 'As for `id_token`.',
    see: ['RFC 9068 §2.2'],
  },
  id_token_audience_mode: {
    type: 'string',
    default: 'specification',
    values: ['specification', 'experimental-merged'],
    description:
      'Who the ID token is for: the client alone (`specification`), or also the audience of the access token (`experimental-merged`).',
    see: ['OpenID Connect Core 1.0 §2'],
  },
  custom_claims: {
    type: 'named',
    placeholder: 'CLAIM',
    value: { type: 'object', options: CUSTOM_CLAIM_OPTIONS, description: 'One claim of your own.' },
    description: 'Claims of your own, each taken from a user attribute.',
  },
})

export const SCOPE_OPTIONS = defineOptions({
  claims: {
    type: 'strings',
    default: [],
    description: 'The claims that a client gets with this scope.',
    rules: 'Standard claims and custom claims of any claims policy.',
  },
})
