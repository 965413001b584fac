/**
 * Why an edit was refused. Nothing has been written when one of these is thrown.
 */
import { ToolError } from '../errors.ts'

/** An edit that cannot be made in this text; `position` says where. */
export abstract class EditFailed extends ToolError {}

/** The text is not YAML, so no place in it can be found. */
export class YamlSyntaxInvalid extends EditFailed {
  readonly code = 'ERR_YAML_SYNTAX'
}

/** The text is nested deeper than any file that is edited here. */
export class YamlTooDeep extends EditFailed {
  readonly code = 'ERR_YAML_TOO_DEEP'
}

/** The text holds more values than are read. */
export class YamlTooLarge extends EditFailed {
  readonly code = 'ERR_YAML_TOO_LARGE'
}

/** What should be changed or removed is not there. */
export class EditPathNotFound extends EditFailed {
  readonly code = 'ERR_EDIT_NOT_FOUND'
}

/** What should be added is there already. */
export class EditPathExists extends EditFailed {
  readonly code = 'ERR_EDIT_EXISTS'
}

/** The place is shared through an anchor, an alias or a merge key: the edit would change other places too. */
export class EditInsideAlias extends EditFailed {
  readonly code = 'ERR_EDIT_ALIAS'
}

/** A template expression makes the place, or the edit would tear a template block apart. */
export class EditInsideTemplate extends EditFailed {
  readonly code = 'ERR_EDIT_TEMPLATE'
}

/** The place has a form that the editor does not change. */
export class EditNotPossible extends EditFailed {
  readonly code = 'ERR_EDIT_NOT_POSSIBLE'
}

/** Another program holds the lock of the file for too long. */
export class FileLocked extends EditFailed {
  readonly code = 'ERR_FILE_LOCKED'
}

/** A defect of the editor: the text after the edit does not read as intended. Nothing was written. */
export class EditVerificationFailed extends Error {
  constructor(path: string) {
    super(`the edit of ${path || 'the document'} would have changed something else too; nothing was written`)
    this.name = new.target.name
  }
}
