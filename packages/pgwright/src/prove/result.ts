import { createHash } from 'node:crypto'
import { tryParse, walk } from '../sql/index.ts'

/** Rows as the server's text, null where a value is null. */
export type Rows = readonly (readonly (string | null)[])[]

/** What a result is compared by, so that none has to be kept. */
export interface ResultDigest {
  readonly rows: number
  /** The same for the same rows in any order. */
  readonly contents: bigint
}

export function digestOf(rows: Rows): ResultDigest {
  let contents = 0n
  for (const row of rows) {
    const hash = createHash('sha1').update(JSON.stringify(row)).digest()
    contents = BigInt.asUintN(64, contents + hash.readBigUInt64LE())
  }
  return { rows: rows.length, contents }
}

/** Whether two results hold the same rows; only their number is compared where the order of reading may decide. */
export function sameResult(a: ResultDigest, b: ResultDigest, orderDecides: boolean): boolean {
  return a.rows === b.rows && (orderDecides || a.contents === b.contents)
}

/**
 * Whether the rows that come back may depend on the order in which a plan reads them: `LIMIT` and `DISTINCT ON` cut
 * ties differently, aggregates into lists without an order keep what comes, windows number ties as they come.
 */
export function orderDecides(sql: string): boolean {
  let decides = false
  walk(tryParse(sql), (node) => {
    const call = node.funcname !== undefined && node.agg_order === undefined ? lastName(node.funcname) : ''
    const distinctOn = Array.isArray(node.distinctClause) && Object.keys(node.distinctClause[0] ?? {}).length > 0
    if ('limitCount' in node || distinctOn || 'over' in node || listAggregates.has(call)) decides = true
  })
  return decides
}

const listAggregates = new Set([
  'array_agg',
  'string_agg',
  'json_agg',
  'jsonb_agg',
  'json_object_agg',
  'jsonb_object_agg',
  'xmlagg',
])

function lastName(names: unknown): string {
  const last: unknown = Array.isArray(names) ? names.at(-1) : undefined
  const { String: name } = (last ?? {}) as { String?: { sval?: string } }
  return name?.sval ?? ''
}
