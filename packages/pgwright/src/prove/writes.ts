import { performance } from 'node:perf_hooks'
import type { ClientBase } from 'pg'
import type { ObjectName, RandomSource } from '../model/index.ts'
import { ownMark, quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { type Comparison, perCall, type Run } from './difference.ts'
import { interleave } from './interleave.ts'
import { measurementOf } from './measurement.ts'
import { notRun } from './not-run.ts'
import { onSide, type Side } from './session.ts'

const maxRows = 10_000
const minRounds = 3
const maxRounds = 5
/** Inserts that take less than this are repeated more often. */
const quickMs = 30

export interface WriteComparison extends Comparison {
  readonly rows: number
}

/**
 * Measures what inserting costs: rows of the table itself, into a copy of it that has the side's indexes and is gone
 * with its transaction. The table is only read. Foreign keys and triggers are not part of a copy.
 */
export class WriteComparisons {
  readonly #client: ClientBase
  readonly #random: RandomSource
  readonly #seed: number
  readonly #sources = new Map<string, Promise<Source | null>>()
  readonly #compared = new Map<string, WriteComparison>()

  constructor(client: ClientBase, random: RandomSource, seed: number) {
    this.#client = client
    this.#random = random
    this.#seed = seed
  }

  /** Null where the table is empty or can't be copied. */
  async compare(of: ObjectName, before: Side, after: Side): Promise<WriteComparison | null> {
    const table = await storingTable(this.#client, of)
    const name = quoteQualified(table.schema, table.name)
    const key = JSON.stringify([name, before, after])
    const known = this.#compared.get(key)
    if (known !== undefined) return known
    const source = await this.#source(name)
    if (source === null || source.rows === 0) return null
    const comparison = await this.#measure(table, source, before, after)
    if (comparison !== null) this.#compared.set(key, comparison)
    return comparison
  }

  async #measure(table: ObjectName, source: Source, before: Side, after: Side): Promise<WriteComparison | null> {
    try {
      const { elapsedMs } = await insert(this.#client, table, source, after)
      const rounds = elapsedMs < quickMs ? maxRounds : minRounds
      const made = await interleave([before, after], rounds, this.#random, async (side) => [
        await insert(this.#client, table, source, side),
      ])
      const [first, second] = [made.get(before) ?? [], made.get(after) ?? []]
      return {
        rows: source.rows,
        before: measurementOf(first, null),
        after: measurementOf(second, null),
        perCall: perCall(first, second),
      }
    } catch (error) {
      notRun(error)
      return null
    }
  }

  #source(table: string): Promise<Source | null> {
    const known = this.#sources.get(table)
    if (known !== undefined) return known
    const source = fillSource(this.#client, table, this.#sources.size, this.#seed).catch((error: unknown) => {
      notRun(error)
      return null
    })
    this.#sources.set(table, source)
    return source
  }
}

/** Of a partitioned table, its largest partition: a row is written into one of them. */
async function storingTable(client: ClientBase, table: ObjectName): Promise<ObjectName> {
  const { rows } = await client.query<ObjectName>(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.pg_partition_tree(pg_catalog.to_regclass($1)) p
     join pg_catalog.pg_class c on c.oid = p.relid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' order by pg_catalog.pg_relation_size(c.oid) desc, 1, 2 limit 1`,
    [quoteQualified(table.schema, table.name)],
  )
  return rows[0] ?? table
}

/** A temporary table with rows to be inserted, gone with the session. */
interface Source {
  readonly name: string
  readonly columns: string
  readonly rows: number
}

async function fillSource(client: ClientBase, table: string, number: number, seed: number): Promise<Source> {
  const { rows } = await client.query<{ columns: string[]; share: number }>(
    `select least(100, 100 * 1.5 * $2 / greatest(1, c.reltuples))::float8 as share,
       array(select a.attname::text from pg_catalog.pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum) as columns
     from pg_catalog.pg_class c where c.oid = pg_catalog.to_regclass($1)`,
    [table, maxRows],
  )
  const columns = (rows[0]?.columns ?? []).map(quoteIdentifier).join(', ')
  const name = `pg_temp.pgwright_rows_${number}`
  const { rowCount } = await client.query(
    `create temporary table ${name.replace('pg_temp.', '')} as select ${columns} from ${table}
     tablesample system (${rows[0]?.share ?? 100}) repeatable (${seed}) limit ${maxRows}`,
  )
  return { name, columns, rows: rowCount ?? 0 }
}

async function insert(client: ClientBase, table: ObjectName, source: Source, side: Side): Promise<Run> {
  const copy = quoteQualified(table.schema, 'pgwright_trial_copy')
  return onSide(client, side, async () => {
    await client.query(`create table ${copy} (like ${quoteQualified(table.schema, table.name)} including all)`)
    const startedAt = performance.now()
    await client.query(
      `insert into ${ownMark} ${copy} (${source.columns}) overriding system value select ${source.columns} from ${source.name}`,
    )
    return { values: 0, elapsedMs: performance.now() - startedAt }
  })
}
