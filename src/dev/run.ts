/** A whole run of `serve --dev`: the provider, followed, with the control API, namespaces and pages around it. */
import type { LoadedConfiguration } from '../config/load.ts'
import { encodeBase64url } from '../primitives/base64url.ts'
import { type Random, systemRandom } from '../primitives/random.ts'
import type { DevOptions } from '../provider/dev/options.ts'
import { createGate } from './gate.ts'
import { createDevHost, type DevHost, lazily } from './host.ts'
import type { Inspector } from './inspector/part.ts'
import { createRecorder } from './inspector/recorder.ts'
import { createLock } from './lock.ts'
import { createNamespaceRegistry, type NamespaceRegistry } from './namespace-registry.ts'
import { createNamespace, type Namespace, type NamespaceContents, type NamespaceOptions } from './namespaces.ts'

export interface DevRunOptions extends Omit<NamespaceOptions, 'id'> {
  /** Others than this machine can reach it: browsers are asked for the control token, too. */
  expose: boolean
  /** The file behind it, where there is one: clients that are set may refer to what it defines. */
  loaded?: LoadedConfiguration | undefined
  /** The random bytes of the namespace with that number; default: those of the system. */
  randomOf?: ((number: number) => Random) | undefined
}

export type DevChanges = Omit<Partial<NamespaceContents>, 'dev'> &
  Partial<Pick<DevRunOptions, 'loaded'>> & { dev?: DevOptions | undefined }

export interface DevRun extends DevHost {
  /** The provider itself. */
  main: Namespace
  namespaces: NamespaceRegistry
  control: { url: string; token: string }
  /** Ends what would last as long as somebody listens; comes before the listener is closed. */
  endStreams(): void
  /** What is left out stays. */
  reconfigure(changes: DevChanges): void
  close(): Promise<void>
}

const TOKEN_BYTES = 32

/** Inspector and built-in application are for the main provider; namespaces have none. */
function withTools(dev: DevOptions | undefined): DevOptions | undefined {
  return dev && { ...dev, tools: true }
}

/** Starts the provider of a run. The control token is drawn from the system, with a seed too: it guards the run. */
export function startDevRun({ expose, randomOf, ...options }: DevRunOptions): DevRun {
  const { issuer } = options
  const { pathname, hostname } = new URL(issuer)
  const basePath = pathname.replace(/\/$/, '')
  const path = `${basePath}/dev/api`
  const fixed = options.followsHost ? undefined : issuer
  const token = encodeBase64url(systemRandom(TOKEN_BYTES))
  const lock = createLock(token, issuer)
  const guarded = (dev: DevOptions | undefined): DevOptions | undefined =>
    dev && { ...dev, ...(expose && { isTrusted: lock.isOpenTo }) }
  let given = { ...options, dev: guarded(options.dev) }
  const recorder = createRecorder({ clock: () => main.clock.now(), salt: encodeBase64url(systemRandom(TOKEN_BYTES)) })
  const main: Namespace = createNamespace({
    ...given,
    dev: withTools(given.dev),
    id: 'main',
    log: recorder.tee(options.log ?? (() => undefined)),
    followers: [recorder.follower, ...(options.followers ?? [])],
  })
  let inspector: Inspector | undefined
  const namespaces = createNamespaceRegistry({
    seedling: () => given,
    randomOf: randomOf ?? (() => systemRandom),
  })
  const host = createDevHost({
    main,
    basePath,
    hosts: [hostname],
    findNamespace: namespaces.find,
    log: options.log ?? (() => undefined),
    parts: [
      lazily(path, async () => {
        const { createControlApi } = await import('./control-api.ts')
        return createControlApi({
          main,
          namespaces,
          loaded: () => given.loaded,
          expose,
          path,
          lock,
          basePath,
          issuer: fixed,
        })
      }),
      ...(expose ? [createGate({ lock, issuer, basePath })] : []),
      lazily(`${basePath}/dev/try`, async () => {
        const { createTry } = await import('./try/part.ts')
        return createTry({ main, basePath, random: systemRandom, recorder })
      }),
      lazily(`${basePath}/dev`, async () => {
        const { createInspector } = await import('./inspector/part.ts')
        inspector = createInspector({ recorder, basePath })
        return inspector.part
      }),
    ],
  })
  return {
    ...host,
    main,
    namespaces,
    control: { url: `${issuer}/dev/api`, token },
    reconfigure({ dev = options.dev, loaded, ...others }) {
      const shown: Partial<NamespaceContents> = { ...others, dev: guarded(dev) }
      given = { ...given, ...shown, loaded }
      main.reconfigure({ ...shown, dev: withTools(shown.dev) })
    },
    endStreams: () => inspector?.close(),
    async close() {
      await namespaces.close()
      await main.close()
    },
  }
}
