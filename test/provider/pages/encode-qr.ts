import { readFileSync } from 'node:fs'
import type { QrEncoder } from '../../../src/provider/pages/view.ts'
import { OTPAUTH_URI } from './samples.ts'

const VECTOR = new URL('../../vectors/otpauth-qr.txt', import.meta.url)

/** The modules that qrencode made of the one URI in the samples. */
export const encodeQr: QrEncoder = (text) => {
  const lines = readFileSync(VECTOR, 'utf8').trim().split('\n')
  if (text !== OTPAUTH_URI || !lines.includes(`# ${text}`)) throw new Error(`no QR code was kept of ${text}`)
  return lines.filter((line) => !line.startsWith('#')).map((line) => [...line].map((module) => module === '1'))
}
