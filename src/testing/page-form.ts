/** Reads the forms of the provider's own pages, whose markup is written in this package. */

export interface PageForm {
  action: string
  /** What a browser sends where nobody changes anything: no buttons, no unticked boxes. */
  fields: URLSearchParams
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

function decode(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
}

function attributesOf(tag: string): Map<string, string> {
  return new Map(
    [...tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, decode(value)]),
  )
}

const IGNORED: ReadonlySet<string> = new Set(['submit', 'button', 'reset'])
const TICKED: ReadonlySet<string> = new Set(['checkbox', 'radio'])

function fieldsOf(markup: string): URLSearchParams {
  const fields = new URLSearchParams()
  for (const [tag] of markup.matchAll(/<input\b[^>]*>/g)) {
    const attributes = attributesOf(tag)
    const [name, type = 'text'] = [attributes.get('name'), attributes.get('type')]
    if (name === undefined || IGNORED.has(type) || (TICKED.has(type) && !attributes.has('checked'))) continue
    fields.append(name, attributes.get('value') ?? '')
  }
  return fields
}

/** The first form with `marker` in it. */
export function readForm(html: string, marker = ''): PageForm | undefined {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? []
  const markup = forms.find((form) => form.includes(marker))
  if (markup === undefined) return undefined
  const [tag = ''] = /<form\b[^>]*>/.exec(markup) ?? []
  return { action: attributesOf(tag).get('action') ?? '', fields: fieldsOf(markup) }
}

/** `data-page` of the body: which page it is. */
export function pageName(html: string): string | undefined {
  return /<body[^>]*\bdata-page="([^"]*)"/.exec(html)?.[1]
}

/** The text of the element with that id. */
export function textOf(html: string, id: string): string {
  const [, markup = ''] = new RegExp(`id="${id}"[^>]*>([\\s\\S]*?)</`).exec(html) ?? []
  return decode(markup.replaceAll(/<[^>]*>/g, '')).trim()
}
