/**
 * Composes a text while it is parsed: what is complete of long lists and mappings becomes nodes, and its tokens go. They
 * take several times the memory of the nodes, and keeping those of ten thousand clients costs more time than all the rest.
 */
import { Composer, type CST, type Document, isCollection, isMap, isPair, isSeq, YAMLParseError } from 'yaml'
import { shallowTokens } from '../../primitives/yaml-tokens.ts'

export interface ComposedText {
  /** The node at the top. */
  content: unknown
  errors: readonly YAMLParseError[]
}

const OPTIONS = { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const

type Block = CST.BlockMap | CST.BlockSequence

/** The parser may still write into the last two entries of a block. */
const UNFINISHED = 2

/** Blocks with fewer entries wait for their end. */
const LONG = 16

function isLong(token: CST.Token): token is Block {
  return (token.type === 'block-seq' || token.type === 'block-map') && token.items.length >= LONG
}

/** What is composed of a block that is not complete. */
interface Begun {
  offset: number
  entries: unknown[]
  /** Where the last one ends. */
  end: number
}

/** Nodes of entries whose block is not complete. */
class EarlyEntries {
  readonly errors: YAMLParseError[] = []
  /** By kind and offset of the block. */
  readonly #begun = new Map<string, Begun>()

  /** Composes the complete entries of open blocks, and takes them out of their tokens. */
  take(open: readonly CST.Token[]): void {
    for (const block of open) if (isLong(block)) this.#take(block)
  }

  #take(block: Block): void {
    const key = `${block.type} ${block.offset}`
    const begun = this.#begun.get(key) ?? { offset: block.offset, entries: [], end: block.offset }
    const items = block.items.splice(0, block.items.length - UNFINISHED)
    const value = { ...block, items, offset: begun.end } as Block
    const [document] = new Composer(OPTIONS).compose([{ type: 'document', offset: begun.end, start: [], value }])
    if (!isCollection(document?.contents)) return
    for (const entry of document.contents.items) begun.entries.push(entry)
    for (const error of document.errors) this.errors.push(error)
    begun.end = document.contents.range?.[1] ?? begun.end
    if (this.#hasBegunInside(block)) this.giveBack(document.contents)
    this.#begun.set(key, begun)
  }

  #hasBegunInside(block: Block): boolean {
    for (const { offset } of this.#begun.values()) if (offset > block.offset) return true
    return false
  }

  /** Puts entries in front of those that their block got at its end. */
  giveBack(node: unknown): void {
    if (isPair(node)) {
      this.giveBack(node.key)
      this.giveBack(node.value)
    }
    if (!isMap(node) && !isSeq(node)) return
    for (const item of node.items) this.giveBack(item)
    const key = `${isSeq(node) ? 'block-seq' : 'block-map'} ${node.range?.[0]}`
    const begun = node.flow ? undefined : this.#begun.get(key)
    if (begun === undefined) return
    const whole: { items: unknown[] } = node
    whole.items = begun.entries.concat(node.items)
    this.#begun.delete(key)
  }
}

/** The first document; `more` is where a second one begins. */
function firstDocument(documents: Iterable<Document.Parsed>): { document: Document.Parsed | undefined; more?: number } {
  let document: Document.Parsed | undefined
  for (const composed of documents) {
    if (document !== undefined) return { document, more: composed.range[0] }
    document = composed
  }
  return { document }
}

/** Directives, and tags of the standard, change how all the rest is read. */
const READ_AT_ONCE = /^%|!!|!</m

/** Words and marks between two looks at what is complete. */
const EVERY = 4096

/**
 * Composes the only document of a text.
 *
 * @param every after how many words and marks complete entries become nodes
 * @throws YamlBeyondLimit
 */
export function composeText(text: string, every = EVERY): ComposedText {
  const early = new EarlyEntries()
  const watch = { every, see: (open: readonly CST.Token[]) => early.take(open) }
  const tokens = shallowTokens(text, READ_AT_ONCE.test(text) ? undefined : watch)
  const { document, more } = firstDocument(new Composer(OPTIONS).compose(tokens, true, text.length))
  const errors = [...early.errors, ...(document?.errors ?? [])]
  if (more !== undefined) errors.push(new YAMLParseError([more, more], 'MULTIPLE_DOCS', ''))
  const content = document?.contents ?? null
  early.giveBack(content)
  return { content, errors: early.errors.length > 0 ? errors.toSorted((a, b) => a.pos[0] - b.pos[0]) : errors }
}
