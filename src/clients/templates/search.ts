/** Finds templates by words: for `client templates WORDS` and for the choice while somebody types. */
import { closest, editDistance } from '../../primitives/closest.ts'
import type { TemplateSummary } from './list.ts'

/** Letters and digits alone: "Wiki.js", "wiki js" and "wikijs" are one word. */
function squash(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function wordsOf(text: string): string[] {
  return text
    .split(/[^\p{L}\p{N}.]+/u)
    .map(squash)
    .filter((word) => word !== '')
}

interface Searchable {
  summary: TemplateSummary
  id: string
  name: string
  /** Words of id and name. */
  words: readonly string[]
  keywords: readonly string[]
}

function searchable(summary: TemplateSummary): Searchable {
  return {
    summary,
    id: squash(summary.id),
    name: squash(summary.name),
    words: [...wordsOf(summary.id), ...wordsOf(summary.name)],
    keywords: summary.keywords.flatMap((keyword) => [squash(keyword), ...wordsOf(keyword)]),
  }
}

/** One or two slips, in words that are long enough to tell. */
function isNear(word: string, candidate: string): boolean {
  if (word.length < 4 || Math.abs(word.length - candidate.length) > 2) return false
  return editDistance(word, candidate) <= (word.length < 7 ? 1 : 2)
}

/** The first fitting row gives the points of a word. */
const POINTS: readonly (readonly [number, (word: string, entry: Searchable) => boolean])[] = [
  [100, (word, { id, name }) => id === word || name === word],
  [70, (word, { words }) => words.includes(word)],
  [60, (word, { id, name }) => id.startsWith(word) || name.startsWith(word)],
  [50, (word, { keywords }) => keywords.includes(word)],
  [40, (word, { words }) => words.some((own) => own.startsWith(word))],
  [30, (word, { keywords }) => keywords.some((keyword) => keyword.startsWith(word))],
  [20, (word, { id, name }) => word.length > 1 && (id.includes(word) || name.includes(word))],
]

function pointsOf(word: string, entry: Searchable): number {
  return POINTS.find(([, fits]) => fits(word, entry))?.[0] ?? 0
}

/** Points of a query: all words together, or each for itself; 0 unless every word fits. */
function score(query: string, entry: Searchable): number {
  const points = wordsOf(query).map((word) => pointsOf(word, entry))
  const each = points.includes(0) ? 0 : Math.min(...points)
  const whole = pointsOf(squash(query), entry)
  return Math.max(each, whole >= 60 ? whole : 0)
}

/** For a query that finds nothing: 1 where every word is nearly one of the template's. */
function mistypedScore(query: string, entry: Searchable): number {
  return wordsOf(query).every((word) => pointsOf(word, entry) > 0 || entry.words.some((own) => isNear(word, own)))
    ? 1
    : 0
}

function rank(entries: readonly Searchable[], points: (entry: Searchable) => number): TemplateSummary[] {
  return entries
    .map((entry) => ({ summary: entry.summary, points: points(entry) }))
    .filter((ranked) => ranked.points > 0)
    .sort((left, right) => right.points - left.points || byName(left.summary, right.summary))
    .map(({ summary }) => summary)
}

/** By name without regard to case; the collation tables of the platform take longer to load than the search. */
function byName(left: TemplateSummary, right: TemplateSummary): number {
  const [first, second] = [left.name.toLowerCase(), right.name.toLowerCase()]
  return first < second ? -1 : first > second ? 1 : 0
}

/** Finds the templates that fit all words, the best first. */
export type TemplateSearch = (query: string) => readonly TemplateSummary[]

/** Makes the search over a listing, for many queries: while somebody types. */
export function prepareSearch(summaries: readonly TemplateSummary[]): TemplateSearch {
  const entries = summaries.map(searchable)
  const all = [...summaries].sort((left, right) => Number(right.generic) - Number(left.generic) || byName(left, right))
  return (query) => {
    if (squash(query) === '') return all
    const found = rank(entries, (entry) => score(query, entry))
    return found.length > 0 ? found : rank(entries, (entry) => mistypedScore(query, entry))
  }
}

/** One search; without words all templates, kinds of applications first. */
export function searchTemplates(query: string, summaries: readonly TemplateSummary[]): readonly TemplateSummary[] {
  return prepareSearch(summaries)(query)
}

/** The template that was probably meant by a wrong id. */
export function suggestTemplate(id: string, summaries: readonly TemplateSummary[]): TemplateSummary | undefined {
  const near = closest(
    id,
    summaries.map((summary) => summary.id),
  )
  return summaries.find((summary) => summary.id === near) ?? searchTemplates(id, summaries)[0]
}
