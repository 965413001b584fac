/**
 * What evaluating an expression costs at most, reckoned from the sizes of a user's attributes before anything is evaluated: the
 * language has no endless loops, but `groups.map(a, groups.map(b, …))` multiplies all the same.
 */
import type { ASTNode } from '@marcbachmann/cel-js'
import { type Extent, joined, larger, listOf, SINGLE, total } from './extent.ts'
import { type CallableFunction, FUNCTIONS, LOOPS, METHODS } from './functions.ts'

type Node<Op extends ASTNode['op']> = Extract<ASTNode, { op: Op }>

/** Sizes of variables. */
export type Sizes = (name: string) => Extent | undefined

/** Where a part stands: how often it is evaluated, and what its variables are. */
interface Place {
  times: number
  sizes: Sizes
}

/** The name that a loop gives to each item; undefined where the call is no loop. */
export function loopVariable({ args: [name, , given] }: Node<'rcall'>): string | undefined {
  const [item] = given
  return LOOPS.has(name) && given.length > 1 && item?.op === 'id' ? item.args : undefined
}

/** Adds up what the parts of one expression cost; each visit gives the extent of the part's value. */
class Reckoning {
  cost = 0

  visit(node: ASTNode, place: Place): Extent {
    const extent = this.#extent(node, place)
    this.cost += place.times * (1 + total(extent))
    return extent
  }

  #all(nodes: readonly ASTNode[], place: Place): Extent[] {
    return nodes.map((node) => this.visit(node, place))
  }

  #extent(node: ASTNode, place: Place): Extent {
    switch (node.op) {
      case 'value':
        return literal(node)
      case 'id':
        return place.sizes(node.args) ?? SINGLE
      case '.':
      case '.?':
        return this.visit(node.args[0], place).inner ?? SINGLE
      case '[]':
      case '[?]':
        return this.#all(node.args, place)[0]?.inner ?? SINGLE
      case 'list':
        return listOf(this.#all(node.args, place))
      case 'map':
        return { ...listOf(this.#all(node.args.flat(), place)), length: node.args.length }
      case 'call':
        return this.#call(FUNCTIONS.get(node.args[0]), this.#all(node.args[1], place), place)
      case 'rcall':
        return this.#method(node, place)
      case '?:':
        return this.#all(node.args, place).slice(1).reduce(larger)
      case '+':
        return this.#all(node.args, place).reduce(joined)
      case '!_':
      case '-_':
        return this.visit(node.args, place)
      default:
        this.#all(node.args, place)
        return SINGLE
    }
  }

  #method(node: Node<'rcall'>, place: Place): Extent {
    const variable = loopVariable(node)
    if (variable !== undefined) return this.#loop(node, variable, place)
    const [name, on, given] = node.args
    return this.#call(METHODS.get(name), this.#all([on, ...given], place), place)
  }

  #loop({ args: [name, on, [, ...steps]] }: Node<'rcall'>, variable: string, { times, sizes }: Place): Extent {
    const list = this.visit(on, { times, sizes })
    const item = list.inner ?? SINGLE
    const inside = { times: times * list.length, sizes: (one: string) => (one === variable ? item : sizes(one)) }
    const last = this.#all(steps, inside).at(-1) ?? SINGLE
    if (name === 'map') return { length: list.length, inner: last }
    return name === 'filter' ? list : SINGLE
  }

  #call(callable: CallableFunction | undefined, given: readonly Extent[], { times }: Place): Extent {
    this.cost += times * (callable?.cost?.(given) ?? 0)
    return callable?.gives(given) ?? SINGLE
  }
}

function literal({ args: value }: Node<'value'>): Extent {
  return typeof value === 'string' || value instanceof Uint8Array ? { length: value.length } : SINGLE
}

/** Steps that evaluating takes at most; a character counts as one. */
export function costOf(expression: ASTNode, sizes: Sizes): number {
  const reckoning = new Reckoning()
  reckoning.visit(expression, { times: 1, sizes })
  return reckoning.cost
}
