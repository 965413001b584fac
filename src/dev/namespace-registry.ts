/** The namespaces of a run: each begins as a copy of what the run serves, and ends when it is deleted. */
import { ToolError } from '../errors.ts'
import { encodeBase64url } from '../primitives/base64url.ts'
import type { Random } from '../primitives/random.ts'
import { createNamespace, type Namespace, type NamespaceOptions } from './namespaces.ts'

export class TooManyNamespaces extends ToolError {
  readonly code = 'ERR_TOO_MANY_NAMESPACES'
}

/** Each is a provider with its state: more at a time are forgotten ones. */
export const NAMESPACE_LIMIT = 200

/** What all namespaces of a run begin with. */
export type Seedling = Omit<NamespaceOptions, 'id' | 'issuer' | 'random'>

export interface NewNamespace {
  /** Of the run, as whoever asks reaches it. */
  baseIssuer: string
  /** `--login-as` and `--consent` of this namespace. */
  loginAs?: string | undefined
  consent?: boolean | undefined
}

export interface NamespaceRegistry {
  /** @throws {@link TooManyNamespaces} */
  create(wishes: NewNamespace): Namespace
  find(id: string): Namespace | undefined
  /** Whether there was one. */
  remove(id: string): Promise<boolean>
  close(): Promise<void>
}

export interface RegistryOptions {
  /** What a namespace that is made now begins with. */
  seedling: () => Seedling
  /** The random bytes of the namespace with that number. */
  randomOf: (number: number) => Random
}

const ID_BYTES = 12
const SECRET_BYTES = 32

/** No namespace yet. */
export function createNamespaceRegistry({ seedling, randomOf }: RegistryOptions): NamespaceRegistry {
  const namespaces = new Map<string, Namespace>()
  let made = 0
  return {
    create({ baseIssuer, loginAs, consent }) {
      if (namespaces.size >= NAMESPACE_LIMIT) {
        throw new TooManyNamespaces(`there are ${NAMESPACE_LIMIT} namespaces already`, {
          hint: 'delete each one when its test is done',
        })
      }
      made += 1
      const random = randomOf(made)
      const id = Buffer.from(random(ID_BYTES)).toString('hex')
      const { config, dev, log, ...rest } = seedling()
      const hmac_secret = encodeBase64url(random(SECRET_BYTES))
      const namespace = createNamespace({
        ...rest,
        id,
        issuer: `${baseIssuer}/ns/${id}`,
        random,
        config: { ...config, provider: { ...config.provider, hmac_secret } },
        dev: dev && { ...dev, ...(loginAs !== undefined && { loginAs }), ...(consent !== undefined && { consent }) },
        log: (event) => log?.({ ...event, namespace: id }),
      })
      namespaces.set(id, namespace)
      return namespace
    },
    find: (id) => namespaces.get(id),
    async remove(id) {
      const namespace = namespaces.get(id)
      namespaces.delete(id)
      await namespace?.close()
      return namespace !== undefined
    },
    async close() {
      const open = [...namespaces.values()]
      namespaces.clear()
      await Promise.all(open.map((namespace) => namespace.close()))
    },
  }
}
