/** Why a file gave no keys or certificates. */
import { ToolError } from '../errors.ts'

/** The file is neither of the forms that hold keys and certificates. */
export class MaterialUnknown extends ToolError {
  readonly code = 'ERR_MATERIAL_UNKNOWN'
}

/** The form is known, its content is damaged. */
export class MaterialDamaged extends ToolError {
  readonly code = 'ERR_MATERIAL_DAMAGED'
}

export class MaterialTooLarge extends ToolError {
  readonly code = 'ERR_MATERIAL_TOO_LARGE'
}
