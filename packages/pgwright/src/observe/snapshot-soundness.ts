import type { Snapshot } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'

/** `NAMEDATALEN` less the final zero. */
const longestNameBytes = 63
/** `MaxHeapAttributeNumber` */
const mostColumns = 1600
/** `MaxBlockNumber` and one. */
const mostBlocks = 2 ** 32 - 1
/** 256 TiB: files of that length are made with holes, one for each GiB. */
const mostBlocksTogether = 2 ** 35

/**
 * What in a snapshot can't have come from PostgreSQL, as half a sentence; null where all could. A twin is made of names
 * and sizes, and some of these would make one that is wrong, or none at all.
 */
export function unsoundness(snapshot: Snapshot): string | null {
  return textFault(snapshot) ?? nameFault(snapshot) ?? sizeFault(snapshot)
}

/** No text in PostgreSQL has a zero byte, nor half a character, as JSON can. */
function textFault(value: unknown): string | null {
  if (typeof value === 'string') return wrongText.test(value) ? 'it has text that PostgreSQL does not have' : null
  if (typeof value !== 'object' || value === null) return null
  for (const inner of Object.values(value)) {
    const fault = textFault(inner)
    if (fault !== null) return fault
  }
  return null
}

const wrongText = /\0|\p{Surrogate}/u

/** Tables, views and indexes share their names. */
function nameFault({ relations, indexes, roles, schemas }: Snapshot): string | null {
  const stored = [...relations, ...indexes]
  const columns = relations.flatMap((relation) => relation.columns.map(({ name }) => name))
  const names = [...stored.map(({ name }) => name), ...columns, ...roles.map(({ name }) => name), ...schemas]
  if (names.some((name) => name === '' || Buffer.byteLength(name) > longestNameBytes))
    return 'it has a name that is empty or too long'
  const wide = relations.find((relation) => relation.columns.length > mostColumns)
  if (wide !== undefined) return `${quoteQualified(wide.schema, wide.name)} has more than ${mostColumns} columns`
  const twice = firstTwice(stored.map(({ schema, name }) => quoteQualified(schema, name)))
  return twice === undefined ? null : `${twice} is there twice`
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}

function sizeFault({ relations, indexes }: Snapshot): string | null {
  const stored = [...relations, ...indexes]
  const wrong = stored.find(({ size: { blocks, pages, tuples } }) => !isCount(blocks) || pages < -1 || tuples < -1)
  if (wrong !== undefined) return `${quoteQualified(wrong.schema, wrong.name)} has a size that no relation has`
  const blocks = stored.reduce((sum, { size }) => sum + size.blocks, 0)
  return blocks > mostBlocksTogether ? 'its relations are larger than 256 TiB together' : null
}

function isCount(blocks: number): boolean {
  return Number.isInteger(blocks) && blocks >= 0 && blocks <= mostBlocks
}
