import { it } from 'vitest'
import { follow } from '/work/main/src/dev/follow.ts'
import { createRecorder } from '/work/main/src/dev/inspector/recorder.ts'
import { systemRandom } from '/work/main/src/primitives/random.ts'
import { fromWebRequest } from '/work/main/src/provider/http/request.ts'
import { toWebResponse } from '/work/main/src/provider/http/reply.ts'
import { testProvider } from '/work/main/test/provider/support/provider.ts'
import { authorize, redeem, refresh, isActive } from '/work/main/test/provider/support/flows.ts'
it('x', async () => {
  const recorder = createRecorder({ clock: Date.now, salt: 'x' })
  const events: any[] = []
  const test = testProvider({ log: recorder.tee((e) => events.push(e)) })
  const answer = follow({ provider: test.provider, followers: [recorder.follower], clock: Date.now, random: systemRandom })
  const followed = { ...test, provider: { ...test.provider, answer, fetch: async (r: Request, p?: {address: string}) => toWebResponse(await answer(fromWebRequest(r, p?.address ?? '')), r.method) } }
  const code = await authorize(followed)
  const { body } = await redeem(followed, code)
  await isActive(followed, body.access_token!)
  const again = await refresh(followed, body.refresh_token!)
  await followed.provider.fetch(new Request('https://auth.example.com/api/oidc/userinfo', { headers: { Authorization: `Bearer ${again.body.access_token}` } }))
  await redeem(followed, code)
  console.log(JSON.stringify(recorder.flows(), null, 1).slice(0, 14000))
  console.log(recorder.bytes)
})
it('cost', async () => {
  const run = async (with_: boolean) => {
    const recorder = createRecorder({ clock: Date.now, salt: 'x' })
    const test = testProvider({ log: recorder.tee(() => undefined), storage: undefined as any })
    const answer = with_ ? follow({ provider: test.provider, followers: [recorder.follower], clock: Date.now, random: systemRandom }) : follow({ provider: test.provider, followers: [], clock: Date.now, random: systemRandom })
    const f = { ...test, provider: { ...test.provider, answer, fetch: async (r: Request, p?: {address: string}) => toWebResponse(await answer(fromWebRequest(r, p?.address ?? '')), r.method) } }
    const one = async () => { const code = await authorize(f as any); const { body } = await redeem(f as any, code); await isActive(f as any, body.access_token!); await refresh(f as any, body.refresh_token!) }
    for (let i = 0; i < 100; i++) await one()
    const c = process.cpuUsage()
    for (let i = 0; i < 300; i++) await one()
    const u = process.cpuUsage(c)
    return (u.user + u.system) / 300
  }
  for (let i = 0; i < 3; i++) console.log(await run(false), await run(true))
}, 100000)
