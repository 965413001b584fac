import { type HTMLElement, parse } from 'node-html-parser'
import type { Interaction, PageContext } from '../../../src/provider/interaction/interaction.ts'
import { renderInteraction } from '../../../src/provider/pages/render.tsx'
import { encodeQr } from './encode-qr.ts'
import { SAMPLES, type Sample } from './samples.ts'

export function documentOf(interaction: Interaction, context: PageContext): HTMLElement {
  return parse(renderInteraction(interaction, context, encodeQr))
}

/** A sample by its name, rendered. */
export function sampleDocument(name: string): HTMLElement {
  const { interaction, context } = sampleOf(name)
  return documentOf(interaction, context)
}

export function sampleOf(name: string): Sample {
  const sample = SAMPLES.find((one) => one.name === name)
  if (sample === undefined) throw new Error(`no sample ${name}`)
  return sample
}

/** The one element that matches. */
export function only(document: HTMLElement, selector: string): HTMLElement {
  const found = document.querySelectorAll(selector)
  const [element] = found
  if (element === undefined || found.length !== 1) throw new Error(`${found.length} elements match ${selector}`)
  return element
}
