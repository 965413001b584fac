import type { Child, FC } from 'hono/jsx'

const PLACEHOLDER = /(\{[a-z_]+\})/

const nameOf = (part: string): string | undefined => (PLACEHOLDER.test(part) ? part.slice(1, -1) : undefined)

/** Fills the placeholders of a text with plain values, for titles and labels. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template
    .split(PLACEHOLDER)
    .map((part) => values[nameOf(part) ?? ''] ?? part)
    .join('')
}

/** Fills the placeholders of a text with markup. */
export const Text: FC<{ template: string; values: Readonly<Record<string, Child>> }> = ({ template, values }) => (
  <>{template.split(PLACEHOLDER).map((part) => values[nameOf(part) ?? ''] ?? part)}</>
)

/** A command or URI that a line may end in where its parts end, and not within a word; what is copied is the same. */
export const Breakable: FC<{ text: string }> = ({ text }) => (
  <>
    {text.split(/(?<=[/=,&?])(?!\/)/).map((part, index) => (
      <>
        {index > 0 && <wbr />}
        {part}
      </>
    ))}
  </>
)

/** A name that someone else chose: kept apart from the direction of the text around it. */
export const Name: FC<{ value: string }> = ({ value }) => <bdi class="name">{value}</bdi>
