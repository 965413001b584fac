/**
 * PKCS#12 (RFC 7292): one private key with its chain, for RSA, EC and Ed25519 alike. What is written is encrypted with
 * PBES2 and has a MAC of HMAC-SHA-256, both with 600,000 iterations, since the weaker of the two is what an attacker
 * tries passphrases against.
 */
import { createHash, createHmac, createPrivateKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { ContentInfo, EncryptedContent, EncryptedContentInfo, id_data, id_encryptedData } from '@peculiar/asn1-cms'
import {
  AuthenticatedSafe,
  CertBag,
  id_certBag,
  id_keyBag,
  id_pkcs8ShroudedKeyBag,
  id_SafeContents,
  id_x509Certificate,
  MacData,
  PFX,
  PKCS12Attribute,
  SafeBag,
  SafeContents,
} from '@peculiar/asn1-pfx'
import { DigestInfo } from '@peculiar/asn1-rsa'
import { AsnConvert, AsnProp, AsnPropTypes, AsnType, AsnTypeTypes, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import type { Random } from '../primitives/random.ts'
import { parseBer } from './der.ts'
import { decryptPkcs8, encryptPkcs8 } from './encrypted.ts'
import { PassphraseWrong, UnreadableEncryption } from './passphrase.ts'
import { DEFAULT_ITERATIONS, decryptPbes2, encryptPbes2, ID_PBES2 } from './pbes2.ts'
import { type MacHash, pkcs12MacKey } from './pkcs12-mac.ts'

/** RFC 2985 §5.5.2: the attribute that ties a key to its certificate. */
const ID_LOCAL_KEY_ID = '1.2.840.113549.1.9.21'

const ID_SHA256 = '2.16.840.1.101.3.4.2.1'

const MAC_HASHES: Readonly<Record<string, MacHash>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** RFC 5652 §8, which the CMS package leaves out. */
class EncryptedData {
  version = 0
  encryptedContentInfo = new EncryptedContentInfo()
}

AsnType({ type: AsnTypeTypes.Sequence })(EncryptedData)
AsnProp({ type: AsnPropTypes.Integer })(EncryptedData.prototype, 'version')
AsnProp({ type: EncryptedContentInfo })(EncryptedData.prototype, 'encryptedContentInfo')

export interface Pkcs12Content {
  keys: readonly KeyObject[]
  /** DER, in the order of the file. */
  certificates: readonly Uint8Array[]
}

export interface Pkcs12Request {
  key: KeyObject
  /** DER, leaf first. */
  chain: readonly Uint8Array[]
  passphrase: string
  random: Random
  iterations?: number
}

function octets(value: ArrayBuffer): Uint8Array {
  const read = parseBer(new Uint8Array(value), OctetString)
  if (!read) throw new UnreadableEncryption('the PKCS#12 file is damaged')
  return new Uint8Array(read.buffer)
}

function parsePart<T>(der: Uint8Array, type: new () => T): T {
  const part = parseBer(der, type)
  if (!part) throw new UnreadableEncryption('the PKCS#12 file is damaged')
  return part
}

async function assertMac({ macData }: PFX, content: Uint8Array, passphrase: string): Promise<void> {
  const hash = MAC_HASHES[macData.mac.digestAlgorithm.algorithm]
  if (!hash) throw new UnreadableEncryption('the integrity algorithm of the PKCS#12 file is not supported')
  const salt = new Uint8Array(macData.macSalt.buffer)
  const key = await pkcs12MacKey({ passphrase, salt, iterations: Number(macData.iterations), hash })
  const expected = createHmac(hash, key).update(content).digest()
  const given = Buffer.from(macData.mac.digest.buffer)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new PassphraseWrong('the passphrase is wrong, or the PKCS#12 file is damaged')
  }
}

async function decryptContent(info: ContentInfo, passphrase: string): Promise<Uint8Array> {
  if (info.contentType === id_data) return octets(info.content)
  if (info.contentType !== id_encryptedData)
    throw new UnreadableEncryption('a part of the PKCS#12 file is of unknown type')
  const { encryptedContentInfo } = parsePart(new Uint8Array(info.content), EncryptedData)
  const { contentEncryptionAlgorithm, encryptedContent } = encryptedContentInfo
  const data = Buffer.from(encryptedContent?.value?.buffer ?? new ArrayBuffer(0))
  const algorithm = new AlgorithmIdentifier({ ...contentEncryptionAlgorithm })
  if (algorithm.algorithm === ID_PBES2) return decryptPbes2({ algorithm, data }, passphrase)
  const { decryptLegacyPbe } = await import('./forge.ts')
  return decryptLegacyPbe(algorithm, data, passphrase)
}

interface Collected {
  keys: KeyObject[]
  certificates: Uint8Array[]
}

async function collect(contents: SafeContents, passphrase: string, into: Collected): Promise<void> {
  for (const { bagId, bagValue } of contents) {
    const value = new Uint8Array(bagValue)
    if (bagId === id_keyBag) into.keys.push(createPrivateKey({ key: Buffer.from(value), format: 'der', type: 'pkcs8' }))
    else if (bagId === id_pkcs8ShroudedKeyBag) into.keys.push(await decryptPkcs8(value, passphrase))
    else if (bagId === id_certBag) into.certificates.push(octets(parsePart(value, CertBag).certValue))
    else if (bagId === id_SafeContents) await collect(parsePart(value, SafeContents), passphrase, into)
  }
}

/**
 * Reads a PKCS#12 file; its integrity is checked before anything in it is used.
 *
 * @throws {@link PassphraseWrong}, {@link UnreadableEncryption}
 */
export async function readPkcs12(der: Uint8Array, passphrase: string): Promise<Pkcs12Content> {
  const pfx = parsePart(der, PFX)
  if (pfx.authSafe.contentType !== id_data) {
    throw new UnreadableEncryption('the PKCS#12 file is signed by a key, not by a passphrase')
  }
  const content = octets(pfx.authSafe.content)
  if (pfx.macData) await assertMac(pfx, content, passphrase)
  const found: Collected = { keys: [], certificates: [] }
  for (const info of parsePart(content, AuthenticatedSafe)) {
    await collect(parsePart(await decryptContent(info, passphrase), SafeContents), passphrase, found)
  }
  return found
}

function attributes(chain: readonly Uint8Array[]): PKCS12Attribute[] {
  const leaf = chain[0]
  if (!leaf) return []
  const id = createHash('sha1').update(leaf).digest()
  // The constructor of asn1-pfx 2.11 drops its argument.
  const attribute = new PKCS12Attribute()
  attribute.attrId = ID_LOCAL_KEY_ID
  attribute.attrValues = [AsnConvert.serialize(new OctetString(id))]
  return [attribute]
}

function certificateBag(der: Uint8Array, bagAttributes: PKCS12Attribute[]): SafeBag {
  const bag = new CertBag({ certId: id_x509Certificate, certValue: AsnConvert.serialize(new OctetString(der)) })
  return new SafeBag({
    bagId: id_certBag,
    bagValue: AsnConvert.serialize(bag),
    ...(bagAttributes.length > 0 ? { bagAttributes } : {}),
  })
}

function plainContent(der: ArrayBuffer): ContentInfo {
  return new ContentInfo({ contentType: id_data, content: AsnConvert.serialize(new OctetString(der)) })
}

async function encryptedContent(der: ArrayBuffer, request: Pkcs12Request): Promise<ContentInfo> {
  const { algorithm, data } = await encryptPbes2(new Uint8Array(der), request.passphrase, request)
  const content = new EncryptedData()
  content.encryptedContentInfo = new EncryptedContentInfo({
    contentType: id_data,
    contentEncryptionAlgorithm: algorithm,
    encryptedContent: new EncryptedContent({ value: new OctetString(data) }),
  })
  return new ContentInfo({ contentType: id_encryptedData, content: AsnConvert.serialize(content) })
}

async function encryptedCertificates(ties: PKCS12Attribute[], request: Pkcs12Request): Promise<ContentInfo[]> {
  if (request.chain.length === 0) return []
  const bags = request.chain.map((der, index) => certificateBag(der, index === 0 ? ties : []))
  return [await encryptedContent(AsnConvert.serialize(new SafeContents(bags)), request)]
}

async function keyContent(ties: PKCS12Attribute[], request: Pkcs12Request): Promise<ContentInfo> {
  const shrouded = await encryptPkcs8(request.key, request.passphrase, request)
  const keyBag = new SafeBag({
    bagId: id_pkcs8ShroudedKeyBag,
    bagValue: AsnConvert.serialize(shrouded),
    ...(ties.length > 0 ? { bagAttributes: ties } : {}),
  })
  return plainContent(AsnConvert.serialize(new SafeContents([keyBag])))
}

interface MacKey {
  key: Buffer
  salt: Uint8Array
  iterations: number
}

async function deriveMacKey({ passphrase, random, iterations = DEFAULT_ITERATIONS }: Pkcs12Request): Promise<MacKey> {
  const salt = random(16)
  return { key: await pkcs12MacKey({ passphrase, salt, iterations, hash: 'sha256' }), salt, iterations }
}

function macOver(content: ArrayBuffer, { key, salt, iterations }: MacKey): MacData {
  const digest = createHmac('sha256', key).update(new Uint8Array(content)).digest()
  const digestAlgorithm = new AlgorithmIdentifier({ algorithm: ID_SHA256, parameters: new Uint8Array([5, 0]).buffer })
  const mac = new DigestInfo({ digestAlgorithm, digest: new OctetString(digest) })
  return new MacData({ mac, macSalt: new OctetString(salt), iterations })
}

/** Writes a PKCS#12 file with the key and its chain, if any; the derivations run side by side. */
export async function writePkcs12(request: Pkcs12Request): Promise<Uint8Array> {
  const ties = attributes(request.chain)
  const [certificates, key, macKey] = await Promise.all([
    encryptedCertificates(ties, request),
    keyContent(ties, request),
    deriveMacKey(request),
  ])
  const safe = AsnConvert.serialize(new AuthenticatedSafe([...certificates, key]))
  const pfx = new PFX({ authSafe: plainContent(safe), macData: macOver(safe, macKey) })
  return new Uint8Array(AsnConvert.serialize(pfx))
}
