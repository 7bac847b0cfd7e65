import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { defaultThresholds, type Thresholds, whyNoCopy } from './method.ts'
import { rowEncoder } from './row-encoder.ts'
import { type Row, RowSource } from './row-source.ts'
import { inTransaction } from './session.ts'
import { createStage, dropStage, stageColumns } from './source.ts'
import { describeTable, type TableName } from './table.ts'
import { fitsOneStatement, type Method, type Target, writeRows } from './write-rows.ts'

export interface CalibrateOptions {
  readonly table: TableName
  /** Some rows as they are written; repeated where more are needed. */
  readonly sample: readonly Row[]
  readonly columns?: readonly string[]
}

/** Milliseconds of the quickest run; null where the way can't be gone. */
export interface MethodTimes {
  readonly rows: number
  readonly values: number | null
  readonly unnest: number
  readonly copy: number | null
}

export interface Calibration extends Thresholds {
  readonly times: readonly MethodTimes[]
}

const sizes = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000]
const runs = 5

/**
 * Measures the three ways on this server, over this connection, in a temporary table with the columns that
 * are written, without indexes and triggers, which cost each way the same. Takes some seconds; the table itself is read
 * no further than its columns. Give the answer to `insert` as `thresholds`.
 * @throws RuntimeError `usage` on an empty sample
 */
export async function calibrate(queryable: Queryable, options: CalibrateOptions): Promise<Calibration> {
  const [first] = options.sample
  if (first === undefined) throw new RuntimeError('usage', 'The sample has no row.', 'Give rows as they are written.')
  const table = await describeTable(queryable, options.table)
  const encoder = rowEncoder(table, first, options.columns)
  const times = await inTransaction(queryable, async (client) => {
    const sql = await createStage(client, encoder.columns)
    const target: Target = { sql, columns: stageColumns(encoder.columns), overriding: '', returning: [] }
    const canCopy = (await whyNoCopy(client, { ...table, takesCopy: true }, false)) === null
    const measured: MethodTimes[] = []
    for (const rows of sizes) {
      const repeated = Array.from({ length: rows }, (_, i) => options.sample[i % options.sample.length] as Row)
      const time = (method: Method) =>
        quickest(() => writeRows(client, target, encoder.encode, repeated, new RowSource([]), method))
      const fits = fitsOneStatement(encoder.columns.length, repeated.length)
      measured.push({
        rows,
        values: fits ? await time('values') : null,
        unnest: await time('unnest'),
        copy: canCopy ? await time('copy') : null,
      })
    }
    await dropStage(client, sql)
    return measured
  })
  return { ...thresholdsOf(times), times }
}

async function quickest(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const start = performance.now()
    await work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** VALUES up to where it was last the quickest; COPY from where it is the quickest for good. */
function thresholdsOf(times: readonly MethodTimes[]): Thresholds {
  const byValues = times.filter(({ values, unnest }) => values !== null && values <= unnest)
  const valuesUpTo = byValues.at(-1)?.rows ?? 0
  const notByCopy = times.filter(({ copy, unnest }) => copy === null || copy > unnest)
  const copyFrom = times.find(({ rows }) => rows > (notByCopy.at(-1)?.rows ?? 0))?.rows
  return { valuesUpTo, copyFrom: copyFrom ?? Math.max(defaultThresholds.copyFrom, valuesUpTo + 1) }
}
