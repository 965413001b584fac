/** Why a text is no usable YAML document, and where. */
export type FaultCode =
  | 'yaml-syntax'
  | 'yaml-duplicate-key'
  | 'yaml-key-not-text'
  | 'yaml-alias-unknown'
  | 'yaml-alias-expansion'
  | 'yaml-too-deep'
  | 'yaml-too-large'
  | 'yaml-value-too-long'
  | 'yaml-too-many-quoted'
  | 'yaml-control-character'
  | 'yaml-not-a-mapping'

export interface Fault {
  code: FaultCode
  message: string
  hint?: string
  /** UTF-16 units from the start of the text. */
  offset: number
}

/** Ends the reading of a document whose rest cannot be made sense of. */
export class DocumentFault extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message)
    this.fault = fault
  }
}
