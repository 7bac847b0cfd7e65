import { RuntimeError } from '../error.ts'
import type { Queryable } from '../queryable.ts'
import { loadCopy } from './copy.ts'
import { isClient } from './session.ts'
import type { Table } from './table.ts'
import type { Method } from './write-rows.ts'

/** Which way is taken at how many rows; `calibrate` measures them on your server and table. */
export interface Thresholds {
  /** Up to so many rows by VALUES. */
  readonly valuesUpTo: number
  /** From so many rows by COPY; between the two by unnest. */
  readonly copyFrom: number
}

/**
 * As measured on a local server with eight columns: up to 30 rows VALUES is no slower, but each number of rows is another
 * statement to the server; COPY is no slower from 100 on, but waits for one answer more, which counts over a network.
 */
export const defaultThresholds: Thresholds = { valuesUpTo: 10, copyFrom: 1_000 }

/** @throws RuntimeError `usage` where COPY is asked for and can't be */
export async function chooseMethod(
  queryable: Queryable,
  table: Table,
  rows: number,
  asked: Method | 'auto',
  thresholds: Thresholds,
  givesBack: boolean,
): Promise<Method> {
  if (!['auto', 'values', 'unnest', 'copy'].includes(asked))
    throw new RuntimeError('usage', 'There is no such method.', 'Use auto, values, unnest or copy.')
  if (asked === 'values' || asked === 'unnest') return asked
  const against = await whyNoCopy(queryable, table, givesBack)
  if (asked === 'copy') {
    if (against === null) return 'copy'
    throw new RuntimeError('usage', `COPY can’t be used: ${against}.`, 'Leave the method to `auto`.')
  }
  if (rows <= thresholds.valuesUpTo) return 'values'
  return rows >= thresholds.copyFrom && against === null ? 'copy' : 'unnest'
}

export async function whyNoCopy(queryable: Queryable, table: Table, givesBack: boolean): Promise<string | null> {
  if (givesBack) return 'it gives no rows back'
  if (!table.takesCopy) return 'the table is a view, or its row-level security holds for this role'
  if (isClient(queryable) && 'pipeline' in queryable && queryable.pipeline === true)
    return 'the client is in pipeline mode'
  return (await loadCopy()) === null ? 'pg-copy-streams is not installed' : null
}
