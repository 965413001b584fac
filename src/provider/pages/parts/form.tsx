/** Forms: every one carries the token that binds it to the browser session, every input a label. */
import type { Child, FC, PropsWithChildren } from 'hono/jsx'
import type { InteractionForm } from '../../interaction/interaction.ts'

/** The id of the message that inputs name in `aria-describedby`. */
const FAILURE_ID = 'failure'

export const Form: FC<PropsWithChildren<{ to: InteractionForm; class?: string }>> = ({ to, class: name, children }) => (
  <form method="post" action={to.action} class={name}>
    <input type="hidden" name="form_token" value={to.form_token} />
    {children}
  </form>
)

/** Why the form is shown again; read out at once. */
export const Failure: FC<{ message: string | undefined }> = ({ message }) =>
  message === undefined ? null : (
    <div class="failure" role="alert" id={FAILURE_ID}>
      <p>{message}</p>
    </div>
  )

interface FieldProps {
  name: string
  label: Child
  type?: 'text' | 'password'
  value?: string | undefined
  autocomplete: 'username' | 'current-password' | 'one-time-code' | 'off'
  hint?: Child
  /** A message of {@link Failure} concerns this field. */
  failed?: boolean
  focus?: boolean
  /** May be left empty. */
  optional?: boolean
  /** `digits` brings up the keypad; `code` is for codes typed letter by letter. */
  kind?: 'digits' | 'code'
}

const KINDS = {
  digits: { class: 'input input-code', inputmode: 'numeric', pattern: '[0-9 ]*', maxlength: 16 },
  code: { class: 'input input-code', autocapitalize: 'characters', maxlength: 64 },
} as const

/** A labelled input whose id is its name. */
export const Field: FC<FieldProps> = ({ name, label, type = 'text', value, autocomplete, hint, kind, ...state }) => {
  const hintId = `${name}-hint`
  const described = [state.failed ? FAILURE_ID : '', hint ? hintId : ''].filter((id) => id !== '').join(' ')
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        class="input"
        autocapitalize="none"
        autocomplete={autocomplete}
        spellcheck={false}
        required={state.optional !== true}
        aria-invalid={state.failed ? 'true' : undefined}
        aria-describedby={described === '' ? undefined : described}
        autofocus={state.focus ?? false}
        {...(kind === undefined ? {} : KINDS[kind])}
      />
      {hint && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface TextAreaProps extends Pick<FieldProps, 'name' | 'label' | 'value' | 'hint' | 'failed' | 'focus'> {
  rows: number
  /** Text that machines read. */
  code?: boolean
}

/** A labelled text of several lines, which may be left empty. */
export const TextArea: FC<TextAreaProps> = ({ name, label, value = '', hint, rows, code, failed, focus }) => {
  const hintId = `${name}-hint`
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        class={code ? 'input input-text' : 'input'}
        rows={rows}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        aria-invalid={failed ? 'true' : undefined}
        aria-describedby={failed ? `${FAILURE_ID} ${hintId}` : hintId}
        autofocus={focus ?? false}
      >
        {value}
      </textarea>
      <p class="hint" id={hintId}>
        {hint}
      </p>
    </div>
  )
}

/** A labelled box to tick, whose id is its name. */
export const Check: FC<{ name: string; label: Child; checked: boolean }> = ({ name, label, checked }) => (
  <div class="check">
    <input type="checkbox" id={name} name={name} value="true" checked={checked} />
    <label for={name}>{label}</label>
  </div>
)

/** Gives up: posts `cancel=true` without looking at the inputs. */
export const CancelButton: FC<{ label: string }> = ({ label }) => (
  <button type="submit" class="button button-quiet" name="cancel" value="true" formnovalidate>
    {label}
  </button>
)
