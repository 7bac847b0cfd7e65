import { createDatabase } from '../../../test/database.ts'
import type { RehearsedStatement, Statement } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { EmptyCopy, type TwinServer } from '../../twin/index.ts'
import { usualRates } from '../estimate.ts'
import type { Migration } from '../migration.ts'
import { performMigrations } from '../perform-migrations.ts'
import { statementsOf } from '../read/sql-file.ts'
import { withSaferForms } from '../safer/rewritten.ts'
import { asIfFull, numbered, tablesOf } from './shop.ts'

export interface RuleCase {
  /** With `orders_$` for tables that are the case's own. */
  readonly sql: string
  /** The tool runs the file in a transaction. */
  readonly wrapped?: true
  /** Statements of the workload. */
  readonly workload?: readonly string[]
}

/** Rehearses each case as a file of its own, on tables of its own, all on one copy: one for each takes minutes. */
export async function rehearseCases(server: TwinServer, cases: readonly RuleCase[]): Promise<RehearsedStatement[][]> {
  const database = await createDatabase()
  for (const [i, { sql }] of cases.entries()) {
    const tables = tablesOf(sql, i)
    if (tables !== '') await database.client.query(tables)
  }
  await database.client.query('begin')
  const observed = await observe(database.client, { workload: false })
  await database.client.query('rollback')
  const statements: Statement[] = cases.flatMap(({ workload = [] }, i) =>
    workload.map((sql, at) => ({
      fingerprint: `${i} ${at}`,
      sql: numbered(sql, i),
      role: null,
      calls: 10,
      totalMs: 1,
      rows: 1,
    })),
  )
  const snapshot = { ...asIfFull(observed), workload: { source: 'test', statements, excluded: [] } }
  const migrations: Migration[] = await Promise.all(
    cases.map(async ({ sql, wrapped }, i) => ({
      file: `${i}.sql`,
      statements: await statementsOf(`${i}.sql`, numbered(sql, i)),
      transaction: wrapped === true ? ('whole' as const) : ('each' as const),
    })),
  )
  const onCopy = async (all: readonly Migration[]) => {
    const copy = await EmptyCopy.open(snapshot, { server })
    try {
      return await performMigrations(copy, snapshot, all, usualRates, () => {})
    } finally {
      await copy.close()
    }
  }
  const done = await withSaferForms(migrations, await onCopy(migrations), onCopy)
  return cases.map((_, i) => done.filter(({ file }) => file === `${i}.sql`))
}
