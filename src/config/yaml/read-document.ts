/** Reads one YAML text: its value, what is wrong with it, and where each option stands. */
import { YamlBeyondLimit } from '../../primitives/yaml-tokens.ts'
import { composeText } from './compose.ts'
import { DocumentFault, type Fault } from './fault.ts'
import { Locator } from './locate.ts'
import { syntaxFaults } from './syntax-fault.ts'
import { convertDocument } from './to-value.ts'

export interface YamlDocument {
  /** The mapping at the top; empty where the text is no usable document. */
  value: Readonly<Record<string, unknown>>
  faults: readonly Fault[]
  locator: Locator
}

function beyondLimit({ limit, message, hint, offset }: YamlBeyondLimit): Fault {
  return { code: `yaml-${limit}`, message, hint, offset }
}

const CONTROL_CHARACTER = /(?![\t\n\r\u0085])\p{Cc}/u

function unusable(...faults: Fault[]): YamlDocument {
  return { value: {}, faults, locator: new Locator(undefined, new Map()) }
}

function controlCharacter(text: string): Fault | undefined {
  const offset = text.search(CONTROL_CHARACTER)
  if (offset === -1) return undefined
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0')
  return { code: 'yaml-control-character', message: `the character U+${code} may not stand in YAML`, offset }
}

function notAMapping(value: unknown): boolean {
  return typeof value !== 'object' || Array.isArray(value)
}

function parse(text: string): YamlDocument {
  const { content, errors } = composeText(text)
  if (errors.length > 0) return unusable(...syntaxFaults(errors, text))
  const { value, aliases, faults } = convertDocument(content, { hasAliases: text.includes('*') })
  if (value !== null && notAMapping(value)) {
    return unusable({ code: 'yaml-not-a-mapping', message: 'the document is no mapping of options', offset: 0 })
  }
  return { value: (value ?? {}) as Record<string, unknown>, faults, locator: new Locator(content, aliases) }
}

/** Parses a text; whatever is wrong with it becomes a fault, never an exception. */
export function readDocument(text: string): YamlDocument {
  const fault = controlCharacter(text)
  if (fault !== undefined) return unusable(fault)
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof DocumentFault) return unusable(error.fault)
    if (error instanceof YamlBeyondLimit) return unusable(beyondLimit(error))
    throw error
  }
}
