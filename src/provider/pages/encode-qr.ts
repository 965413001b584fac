/** QR codes for enrolment, drawn by the page as inline SVG. */
import { encode } from 'uqr'
import type { QrEncoder } from './view.ts'

export const encodeQr: QrEncoder = (text) => encode(text, { ecc: 'M', border: 0 }).data
