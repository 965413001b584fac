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
  /** Where the block begins. */
  start: number
  entries: unknown[]
}

function keyOf(type: Block['type'], offset: number | undefined): string {
  return `${type} ${offset}`
}

/** With so many errors, more of them tell nothing. */
const ERRORS_ENOUGH = 100

/** Ends the reading of a text that is wrong all over. */
class EnoughErrors extends Error {}

/** Nodes of entries whose block is not complete. */
class EarlyEntries {
  readonly errors: YAMLParseError[] = []
  /** By kind and offset of what is left of the block. */
  readonly #begun = new Map<string, Begun>()

  /** Composes the complete entries of open blocks, and takes them out of their tokens. */
  take(open: readonly CST.Token[]): void {
    for (const block of open) if (isLong(block)) this.#take(block)
  }

  /** What is left of the block begins where its last composed entry ends, as the composer expects it. */
  #take(block: Block): void {
    const { type, offset } = block
    const { start, entries } = this.#begun.get(keyOf(type, offset)) ?? { start: offset, entries: [] }
    const items = block.items.splice(0, block.items.length - UNFINISHED)
    const value = { ...block, items } as Block
    const [document] = new Composer(OPTIONS).compose([{ type: 'document', offset, start: [], value }])
    if (!isCollection(document?.contents)) return
    this.#begun.delete(keyOf(type, offset))
    if (this.#hasBegunAfter(offset)) this.giveBack(document.contents)
    for (const entry of document.contents.items) entries.push(entry)
    for (const error of document.errors) this.errors.push(error)
    if (this.errors.length >= ERRORS_ENOUGH) throw new EnoughErrors()
    block.offset = document.contents.range?.[1] ?? offset
    this.#begun.set(keyOf(type, block.offset), { start, entries })
  }

  #hasBegunAfter(offset: number): boolean {
    for (const { start } of this.#begun.values()) if (start > offset) return true
    return false
  }

  /** Puts entries in front of those that were left of their block. */
  giveBack(node: unknown): void {
    if (isPair(node)) {
      this.giveBack(node.key)
      this.giveBack(node.value)
    }
    if (!isMap(node) && !isSeq(node)) return
    for (const item of node.items) this.giveBack(item)
    const key = keyOf(isSeq(node) ? 'block-seq' : 'block-map', node.range?.[0])
    const begun = node.flow ? undefined : this.#begun.get(key)
    if (begun === undefined) return
    const whole: { items: unknown[] } = node
    whole.items = begun.entries.concat(node.items)
    if (node.range) node.range[0] = begun.start
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

/** Shorter texts take little, and have every fault told exactly where it is: errors about a block name where it begins. */
const LARGE = 256 * 1024

/** Words and marks between two looks at what is complete. */
const EVERY = 4096

function compose(text: string, early: EarlyEntries, every: number | undefined): ComposedText {
  const watch = every && !READ_AT_ONCE.test(text) ? { every, see: early.take.bind(early) } : undefined
  const { document, more } = firstDocument(new Composer(OPTIONS).compose(shallowTokens(text, watch), true, text.length))
  const errors = [...early.errors, ...(document?.errors ?? [])]
  if (more !== undefined) errors.push(new YAMLParseError([more, more], 'MULTIPLE_DOCS', ''))
  const content = document?.contents ?? null
  early.giveBack(content)
  return { content, errors: early.errors.length > 0 ? errors.toSorted((a, b) => a.pos[0] - b.pos[0]) : errors }
}

/** Nobody sees the stacks of the parser's errors, and those of a hundred thousand would fill the memory. */
function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/**
 * Composes the only document of a text.
 *
 * @param every after how many words and marks complete entries become nodes; without it, large texts alone do so
 * @throws YamlBeyondLimit
 */
export function composeText(text: string, every = text.length < LARGE ? undefined : EVERY): ComposedText {
  const early = new EarlyEntries()
  try {
    return withoutStacks(() => compose(text, early, every))
  } catch (error) {
    if (error instanceof EnoughErrors) return { content: null, errors: early.errors }
    throw error
  }
}
