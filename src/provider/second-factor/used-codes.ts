/** RFC 6238 §5.2: a one-time code counts once. */
import type { Exchange } from '../context.ts'

/** Marks the code of a step used; `false` when it was used before. */
export async function useCode(
  { context, now }: Exchange,
  username: string,
  step: number,
  period: number,
): Promise<boolean> {
  const { skew, disable_reuse_security_policy } = context.config.totp
  if (disable_reuse_security_policy) return true
  return context.storage.useOnce('totp', JSON.stringify([username, step]), now + (2 * skew + 1) * period, now)
}
