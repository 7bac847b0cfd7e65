import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { currentScope, scopeValue } from '../scope/index.ts'
import { Batches, type Fetch } from './batches.ts'
import { type Key, keyName, keyTexts } from './key.ts'
import { batchSql, type KeyColumn, type LoaderOrder } from './statement.ts'

interface CommonOptions {
  /** Parameters of `text` itself. */
  readonly values?: readonly unknown[]
  /** Keys of one statement; more are asked for one statement after the other. Default 10,000. */
  readonly maxBatch?: number
  /**
   * Whether a scope asks for each key only once. Default true for a pool; false where the connection comes from a
   * function, since one client may serve two tenants in turn.
   */
  readonly cache?: boolean
}

/** The query has `= any($1)`; its own parameters follow from $2 on. */
export interface AnyOptions<Row> extends CommonOptions {
  readonly text: string
  /** The key of a row, as the query gives it. */
  readonly key: (row: Row) => Key
}

/** The query knows nothing of keys: they are compared with its columns, on the server. */
export interface ColumnOptions extends CommonOptions {
  readonly text: string
  readonly by: readonly KeyColumn[]
  /** The order of the rows of each key. */
  readonly orderBy?: readonly LoaderOrder[]
  /** Rows of each key at most; needs `orderBy`. */
  readonly limit?: number
}

export type LoaderOptions<Row> = AnyOptions<Row> | ColumnOptions

export interface LoadOptions {
  /** Gives up waiting. The statement is not sent if nobody waits any more, and goes on if it was. */
  readonly signal?: AbortSignal
}

export interface Loader<Value> {
  /** @throws what the statement threw, to each that waits for it; the signal's reason */
  load(key: Key, options?: LoadOptions): Promise<Value>
  /** In the order of the keys, each as `load` answers it. */
  loadMany(keys: readonly Key[], options?: LoadOptions): Promise<Value[]>
  /** Forgets a key in the current scope, or all, such as after a write. */
  clear(key?: Key): void
}

/** Rows of each key, or an empty list. Callers of one key share it: it is not to be changed. */
export function createLoader<Row extends object>(
  source: Queryable | (() => Queryable),
  options: LoaderOptions<Row> & { readonly many: true },
): Loader<readonly Row[]>
/** The row of each key, or null. More rows of one key are an error. */
export function createLoader<Row extends object>(
  source: Queryable | (() => Queryable),
  options: LoaderOptions<Row> & { readonly many?: false },
): Loader<Row | null>
/**
 * Asks for what many callers want with one statement: all keys of one tick of the event loop, in one scope, over one
 * connection or pool. Make it once, at the start of the program; what it keeps belongs to the scope of a request and
 * ends with it. Outside of any scope it batches, but keeps nothing.
 * @throws RuntimeError `usage` on options that can't be
 */
export function createLoader<Row extends object>(
  source: Queryable | (() => Queryable),
  options: LoaderOptions<Row> & { readonly many?: boolean },
): Loader<readonly Row[]> | Loader<Row | null> {
  const { maxBatch = 10_000, cache = typeof source !== 'function' } = options
  if (!Number.isInteger(maxBatch) || maxBatch < 1) throw usage('`maxBatch` must be a whole number of at least 1')
  const fetch = fetchOf(options)
  const columns = 'by' in options ? options.by.length : null
  const state = Symbol('loader')
  const outside = new WeakMap<Queryable, Batches<Row>>()
  const batchesOf = (queryable: Queryable): Batches<Row> => {
    const scope = currentScope()
    const all = scope === undefined ? outside : scopeValue(scope, state, () => new WeakMap<Queryable, Batches<Row>>())
    const batches = all.get(queryable) ?? new Batches<Row>(queryable, fetch, maxBatch, cache && scope !== undefined)
    all.set(queryable, batches)
    return batches
  }
  const queryable = () => (typeof source === 'function' ? source() : source)
  const textsOf = (key: Key) => keyTexts(key, columns ?? (Array.isArray(key) ? key.length : 1))
  const load = async (key: Key, { signal }: LoadOptions = {}): Promise<readonly Row[]> => {
    signal?.throwIfAborted()
    const texts = textsOf(key)
    return texts === null ? [] : batchesOf(queryable()).load(texts, signal)
  }
  const answer = options.many === true ? load : (key: Key, loading?: LoadOptions) => load(key, loading).then(onlyRow)
  const clear = (key?: Key) => {
    const texts = key === undefined ? null : textsOf(key)
    if (key === undefined || texts !== null) batchesOf(queryable()).clear(texts === null ? null : keyName(texts))
  }
  const loadMany = (keys: readonly Key[], loading?: LoadOptions) =>
    Promise.all(keys.map((key) => answer(key, loading) as Promise<never>))
  return { load: answer as Loader<never>['load'], loadMany, clear }
}

function fetchOf<Row>(options: LoaderOptions<Row>): Fetch<Row> {
  const own = options.values ?? []
  return 'by' in options ? fetchByColumns(options, own) : fetchByAny(options, own)
}

function fetchByColumns<Row>(options: ColumnOptions, own: readonly unknown[]): Fetch<Row> {
  const { text, by, orderBy = [], limit = null } = options
  if (by.length === 0) throw usage('`by` names no column')
  if (limit !== null && (!Number.isInteger(limit) || limit < 1))
    throw usage('`limit` must be a whole number of at least 1')
  if (limit !== null && orderBy.length === 0) throw usage('`limit` needs `orderBy`, or any rows could be those')
  const sql = batchSql({ text, ownParameters: own.length, by, orderBy, limit })
  return async (queryable, keys) => {
    const lists = by.map((_, i) => keys.map((key) => key[i]))
    const { rows, fields } = await queryable.query<unknown[]>({
      text: sql,
      values: [...own, ...lists],
      rowMode: 'array',
    })
    const found = keys.map((): Row[] => [])
    for (const row of rows) {
      const place = Number(row.at(-1)) - 1
      found[place]?.push(Object.fromEntries(fields.slice(0, -1).map(({ name }, i) => [name, row[i]])) as Row)
    }
    return found
  }
}

function fetchByAny<Row>({ text, key }: AnyOptions<Row>, own: readonly unknown[]): Fetch<Row> {
  return async (queryable, keys) => {
    if (keys.some((parts) => parts.length > 1)) throw usage('Keys of several columns need `by`')
    const { rows } = await queryable.query({ text, values: [keys.map(([part]) => part), ...own] })
    const places = new Map(keys.map((parts, i) => [keyName(parts), i]))
    const found = keys.map((): Row[] => [])
    for (const row of rows as Row[]) {
      const texts = keyTexts(key(row), 1)
      const place = texts === null ? undefined : places.get(keyName(texts))
      if (place === undefined) throw unasked()
      found[place]?.push(row)
    }
    return found
  }
}

function onlyRow<Row>(rows: readonly Row[]): Row | null {
  if (rows.length < 2) return rows[0] ?? null
  throw new RuntimeError(
    'usage',
    'A key has more than one row.',
    'Say `many: true`, or give a query that is unique by it.',
  )
}

/** Else the key that was meant would be told that it has no row. */
function unasked(): RuntimeError {
  return new RuntimeError(
    'usage',
    'The query gave a row for a key that was not asked for.',
    'Its `key` gives another value than the one compared, or the same in another form, as a UUID in capitals: use `by`, ' +
      'where the server compares.',
  )
}

function usage(message: string): RuntimeError {
  return new RuntimeError('usage', `${message}.`, 'See the options of `createLoader`.')
}
