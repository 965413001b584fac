/** Our digests in the hands of other tools, and theirs in ours: python3's hashlib, python3-argon2, and crypt(3). */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/primitives/random.ts'
import { parseDigest } from '../../src/secrets/digest.ts'
import { decodeAdapted, decodeStandard } from '../../src/secrets/fields.ts'
import { CHARSETS, generateSecret } from '../../src/secrets/generate.ts'
import { type HashRequest, hashSecret } from '../../src/secrets/hash.ts'
import { verifySecret } from '../../src/secrets/verify.ts'

/** Debian's own python, which sees Debian's packages. */
const PYTHON = '/usr/bin/python3'

const ASK_PYTHON = `
import base64, binascii, hashlib, json, sys, warnings
warnings.simplefilter('ignore')
import argon2, crypt
from argon2.low_level import hash_secret_raw, Type

def argon(variant, secret, salt, p):
    kind = {'argon2id': Type.ID, 'argon2i': Type.I, 'argon2d': Type.D}[variant]
    return hash_secret_raw(secret, salt, p['iterations'], p['memory'], p['parallelism'], p['key_bytes'], kind, 19)

def key(job):
    secret = bytes.fromhex(job['secret'])
    salt, p = bytes.fromhex(job.get('salt', '')), job.get('parameters', {})
    if job['tool'] == 'pbkdf2':
        return hashlib.pbkdf2_hmac(job['hash'], secret, salt, p['iterations'], p['key_bytes']).hex()
    if job['tool'] == 'scrypt':
        return hashlib.scrypt(secret, salt=salt, n=1 << p['ln'], r=p['block_size'], p=p['parallelism'],
                              maxmem=1 << 30, dklen=p['key_bytes']).hex()
    if job['tool'] == 'argon2':
        return argon(job['variant'], secret, salt, p).hex()
    return crypt.crypt(secret.decode(), job['setting'])

print(json.dumps([key(job) for job in json.load(sys.stdin)]))
`

interface Job {
  tool: 'pbkdf2' | 'scrypt' | 'argon2' | 'crypt'
  /** Hexadecimal. */
  secret: string
  salt?: string
  hash?: string
  variant?: string
  parameters?: object
  setting?: string
}

function askPython(jobs: readonly Job[]): string[] {
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', ASK_PYTHON], {
    input: JSON.stringify(jobs),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(`python3: ${stderr}`)
  return JSON.parse(stdout)
}

/** crypt(3) of the C library, by perl. */
function askPerl(secret: string, setting: string): string {
  const script = 'binmode STDIN; local $/; my $s = <STDIN>; print crypt($s, $ARGV[0])'
  return spawnSync('perl', ['-e', script, setting], { input: secret, encoding: 'utf8' }).stdout
}

const LETTERS = 'aäößé€日本語😀\u0301 \t"\'\\$%'

/** 20 secrets: random ones, Unicode, long ones; `longest` in bytes, NUL where the form takes it. */
function secrets(longest: number, { nul }: { nul: boolean }): string[] {
  const drawn = (length: number, characters: string) => generateSecret({ length, characters }, systemRandom)
  const random = Array.from({ length: 12 }, (_, n) => drawn(1 + n * 6, CHARSETS.ascii)).filter(
    (s) => Buffer.byteLength(s) <= longest,
  )
  const unicode = Array.from({ length: 6 }, (_, n) => {
    const text = drawn(4 + n * 3, LETTERS)
    return Buffer.byteLength(text) <= longest ? text : text.slice(0, 4)
  })
  const special = ['x'.repeat(longest), nul ? `nul\0inside\0` : 'no nul']
  return [...random, ...unicode, ...special, ...random].slice(0, 20)
}

const hex = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('hex')

/** What python3 must be asked to recompute one of our digests, and the key in it. */
function jobFor(text: string, secret: string): { job: Job; key: string } {
  const digest = parseDigest(text)
  switch (digest.algorithm) {
    case 'pbkdf2': {
      const hash = digest.variant === 'pbkdf2' ? 'sha1' : digest.variant.replace('pbkdf2-', '')
      const job: Job = {
        tool: 'pbkdf2',
        hash,
        secret: hex(secret),
        salt: hex(digest.salt),
        parameters: digest.parameters,
      }
      return { job, key: hex(digest.key) }
    }
    case 'scrypt':
    case 'argon2': {
      const { algorithm: tool, variant, parameters } = digest
      return { job: { tool, variant, parameters, secret: hex(secret), salt: hex(digest.salt) }, key: hex(digest.key) }
    }
    case 'bcrypt':
    case 'sha2crypt':
      return { job: { tool: 'crypt', secret: hex(secret), setting: text }, key: text }
    default:
      throw new Error(`no tool for ${digest.variant}`)
  }
}

interface Form {
  request: HashRequest
  /** Bytes. */
  longest: number
  nul: boolean
}

const FORMS: Readonly<Record<string, Form>> = {
  'pbkdf2-sha1': { request: { algorithm: 'pbkdf2', variant: 'pbkdf2', iterations: 100_000 }, longest: 1024, nul: true },
  'pbkdf2-sha224': {
    request: { algorithm: 'pbkdf2', variant: 'pbkdf2-sha224', iterations: 100_000 },
    longest: 1024,
    nul: true,
  },
  'pbkdf2-sha256': {
    request: { algorithm: 'pbkdf2', variant: 'pbkdf2-sha256', iterations: 100_000 },
    longest: 1024,
    nul: true,
  },
  'pbkdf2-sha384': {
    request: { algorithm: 'pbkdf2', variant: 'pbkdf2-sha384', iterations: 100_000 },
    longest: 1024,
    nul: true,
  },
  'pbkdf2-sha512': { request: { algorithm: 'pbkdf2', iterations: 100_000 }, longest: 1024, nul: true },
  argon2id: { request: { algorithm: 'argon2', memory: 1024, iterations: 2, parallelism: 4 }, longest: 1024, nul: true },
  argon2i: {
    request: { algorithm: 'argon2', variant: 'argon2i', memory: 1000, iterations: 3, parallelism: 1 },
    longest: 1024,
    nul: true,
  },
  argon2d: {
    request: { algorithm: 'argon2', variant: 'argon2d', memory: 77, iterations: 1, parallelism: 2 },
    longest: 1024,
    nul: true,
  },
  scrypt: { request: { algorithm: 'scrypt', ln: 10, block_size: 8, parallelism: 2 }, longest: 1024, nul: true },
  bcrypt: { request: { algorithm: 'bcrypt', cost: 10 }, longest: 72, nul: false },
  'sha2crypt-sha256': {
    request: { algorithm: 'sha2crypt', variant: 'sha2crypt-sha256', rounds: 1000 },
    longest: 511,
    nul: false,
  },
  'sha2crypt-sha512': { request: { algorithm: 'sha2crypt', rounds: 1000 }, longest: 511, nul: false },
}

describe('our digests in other tools', () => {
  it.each(Object.entries(FORMS))('%s: python3 computes the same key for 20 secrets', async (_name, form) => {
    const given = secrets(form.longest, form)
    expect(given).toHaveLength(20)
    const texts: string[] = []
    for (const secret of given) texts.push(await hashSecret(form.request, secret, { random: systemRandom }))
    const asked = texts.map((text, index) => jobFor(text, given[index] ?? ''))
    expect(askPython(asked.map(({ job }) => job))).toEqual(asked.map(({ key }) => key))
  })

  it.each(['bcrypt', 'sha2crypt-sha256', 'sha2crypt-sha512'])('%s: perl’s crypt agrees', async (name) => {
    const form = FORMS[name]
    if (form === undefined) throw new Error(`no form ${name}`)
    for (const secret of secrets(form.longest, form).slice(0, 6)) {
      const text = await hashSecret(form.request, secret, { random: systemRandom })
      expect(askPerl(secret, text)).toBe(text)
    }
  })
})

/** Salts and keys as the text forms want them. */
const standard = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
const adapted = (bytes: Buffer) => standard(bytes).replaceAll('+', '.')

describe('digests of other tools in ours', () => {
  async function expectMatches(texts: readonly string[], given: readonly string[]): Promise<void> {
    for (const [index, text] of texts.entries()) {
      const secret = given[index] ?? ''
      expect(await verifySecret(parseDigest(text), secret), text).toBe(true)
      expect(await verifySecret(parseDigest(text), `${secret.slice(0, -1)}?!`), text).toBe(false)
    }
  }

  it.each(['sha1', 'sha224', 'sha256', 'sha384', 'sha512'])('PBKDF2 with %s, by hashlib', async (hash) => {
    const given = ['', ...secrets(1024, { nul: true })]
    const key_bytes = createHash(hash).digest().length
    const salts = given.map(() => Buffer.from(systemRandom(16)))
    const jobs = given.map((secret, index): Job => {
      const salt = hex(salts[index] ?? '')
      return { tool: 'pbkdf2', hash, secret: hex(secret), salt, parameters: { iterations: 1234, key_bytes } }
    })
    const texts = askPython(jobs).map((key, index) => {
      const name = hash === 'sha1' ? 'pbkdf2' : `pbkdf2-${hash}`
      return `$${name}$1234$${adapted(salts[index] ?? Buffer.of())}$${adapted(Buffer.from(key, 'hex'))}`
    })
    await expectMatches(texts, given)
  })

  it('scrypt, by hashlib', async () => {
    const given = ['', ...secrets(1024, { nul: true })]
    const salts = given.map(() => Buffer.from(systemRandom(16)))
    const parameters = { ln: 8, block_size: 4, parallelism: 3, key_bytes: 40 }
    const jobs = given.map(
      (secret, index): Job => ({ tool: 'scrypt', secret: hex(secret), salt: hex(salts[index] ?? ''), parameters }),
    )
    const texts = askPython(jobs).map(
      (key, index) =>
        `$scrypt$ln=8,r=4,p=3$${standard(salts[index] ?? Buffer.of())}$${standard(Buffer.from(key, 'hex'))}`,
    )
    await expectMatches(texts, given)
  })

  it.each(['argon2id', 'argon2i', 'argon2d'])('%s, by python3-argon2', async (variant) => {
    const given = ['', ...secrets(1024, { nul: true })]
    const salts = given.map(() => Buffer.from(systemRandom(16)))
    const parameters = { memory: 130, iterations: 3, parallelism: 3, key_bytes: 32 }
    const jobs = given.map(
      (secret, index): Job => ({
        tool: 'argon2',
        variant,
        secret: hex(secret),
        salt: hex(salts[index] ?? ''),
        parameters,
      }),
    )
    const texts = askPython(jobs).map(
      (key, index) =>
        `$${variant}$v=19$m=130,t=3,p=3$${standard(salts[index] ?? Buffer.of())}$${standard(Buffer.from(key, 'hex'))}`,
    )
    await expectMatches(texts, given)
  })

  it.each([
    ['bcrypt', 72, () => `$2b$04$${generateSecret({ length: 21, characters: CHARSETS.alphanumeric }, systemRandom)}u`],
    [
      'SHA-256',
      511,
      () => `$5$rounds=1234$${generateSecret({ length: 16, characters: CHARSETS.alphanumeric }, systemRandom)}`,
    ],
    ['SHA-512', 511, () => `$6$${generateSecret({ length: 7, characters: CHARSETS.alphanumeric }, systemRandom)}`],
  ] as const)('%s, by crypt(3)', async (_name, longest, setting) => {
    const given = ['', ...secrets(longest, { nul: false })]
    const texts = askPython(given.map((secret) => ({ tool: 'crypt', secret: hex(secret), setting: setting() })))
    await expectMatches(texts, given)
  })

  it.each([
    ['sha-512', /^\$6\$/],
    ['sha-256', /^\$5\$/],
    ['bcrypt', /^\$2b\$/],
  ])('mkpasswd -m %s', async (method, form) => {
    const given = secrets(72, { nul: false })
      .filter((secret) => !secret.includes('\n'))
      .slice(0, 5)
    for (const secret of given) {
      const { stdout } = spawnSync('mkpasswd', ['-m', method, '--stdin'], { input: `${secret}\n`, encoding: 'utf8' })
      expect(stdout).toMatch(form)
      expect(await verifySecret(parseDigest(stdout.trim()), secret)).toBe(true)
    }
  })

  it('yescrypt of mkpasswd is recognised', () => {
    const { stdout } = spawnSync('mkpasswd', ['-m', 'yescrypt', '--stdin'], { input: 'secret\n', encoding: 'utf8' })
    expect(parseDigest(stdout.trim())).toMatchObject({ variant: 'yescrypt', parameters: { flags: 'j' } })
  })

  it('the alphabets are those of the tools', () => {
    expect(decodeAdapted('..//', '..//', 'x').key).toEqual(Buffer.from('++//', 'base64'))
    expect(decodeStandard('++//', '++//', 'x').key).toEqual(Buffer.from('++//', 'base64'))
  })
})
