/** Checks what the flags of `client add` give, before anything is asked. */
import { assertFree } from '../../clients/add-client.ts'
import {
  assertAnswers,
  type Check,
  checkClaimsPolicy,
  checkClientId,
  checkHttps,
  checkLifespan,
  checkPolicy,
  checkRedirectUri,
  checkScope,
  checkSectorIdentifier,
} from '../../clients/check-answer.ts'
import { clientsIn, knownNames } from '../../clients/known-names.ts'
import type { Tree } from '../../config/merge.ts'
import { UsageError } from '../../errors.ts'
import type { AddFlags } from './add-flags.ts'

const TEMPLATE_FLAGS = ['url', 'set'] as const

function assertTogether(flags: AddFlags, isPublic: boolean): void {
  if (isPublic && (flags.stdin === true || flags.file !== undefined)) {
    throw new UsageError('a public client has no secret', { hint: 'leave out --stdin and --file, or --public' })
  }
  const lonely = TEMPLATE_FLAGS.find((flag) => flags[flag] !== undefined)
  if (flags.template === undefined && lonely !== undefined) {
    throw new UsageError(`--${lonely} fills a template`, { hint: 'name it with --template APP' })
  }
}

/** @throws {@link UsageError} for the first flag whose value is wrong, {@link ClientExists} */
export function assertFlags(flags: AddFlags, tree: Tree): void {
  const known = knownNames(tree)
  if (flags.id !== undefined) assertFree(flags.id, clientsIn(tree))
  const isPublic = flags.public ?? flags['token-endpoint-auth-method'] === 'none'
  const one = (value: string | undefined) => (value === undefined ? [] : [value])
  const checks: readonly [string, readonly string[] | undefined, Check][] = [
    ['--id', one(flags.id), checkClientId],
    ['--redirect-uri', flags['redirect-uri'], checkRedirectUri({ isPublic })],
    ['--scope', flags.scope, checkScope(known)],
    ['--authorization-policy', one(flags['authorization-policy']), checkPolicy(known)],
    ['--lifespan', one(flags.lifespan), checkLifespan(known)],
    ['--claims-policy', one(flags['claims-policy']), checkClaimsPolicy(known)],
    ['--sector-identifier-uri', one(flags['sector-identifier-uri']), checkSectorIdentifier],
    ['--jwks-uri', one(flags['jwks-uri']), checkHttps],
  ]
  for (const [flag, answers, check] of checks) assertAnswers(flag, answers, check)
  assertTogether(flags, isPublic)
}
