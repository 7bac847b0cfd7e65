import type pg from 'pg'
import type { Statement } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { fingerprint, repairNormalised } from '../../sql/index.ts'
import { type PlanNode, Twin, type TwinServer, TypicalValues } from '../../twin/index.ts'
import type { InspectedWorkload } from '../inspect-workload.ts'
import { inspectedStatements } from '../statements.ts'
import type { WorkloadCase } from './check-case.ts'

const calls = 100

/** Statements as the workload of a database, planned on its twin. Each has been called a hundred times, for 10 ms. */
export async function plannedWorkload(
  client: pg.Client,
  { statements: texts, rowsPerCall = 1 }: WorkloadCase,
  server: TwinServer,
): Promise<InspectedWorkload> {
  const statements = texts.map((sql): Statement => {
    return { fingerprint: fingerprint(sql), sql, role: null, calls, totalMs: 10 * calls, rows: rowsPerCall * calls }
  })
  const workload = { source: 'a case', periodMs: 1, statements, excluded: [] }
  await client.query('begin read only')
  const snapshot = await observe(client, { workload }).finally(() => client.query('rollback'))
  const twin = await Twin.open(snapshot, { server })
  try {
    const typical = new TypicalValues(snapshot)
    const plans = new Map<string, PlanNode>()
    const context = { role: null, settings: {} }
    for (const { sql } of statements) {
      const repaired = repairNormalised(sql)
      const generic = await twin.explain(repaired, context)
      plans.set(sql, await twin.explain(typical.fill(repaired, generic), context))
    }
    const inspected = inspectedStatements(workload, ({ sql }) => plans.get(sql) ?? null)
    return { statements: inspected, gap: null, unplanned: null, snapshot, advice: [], adviceGap: null }
  } finally {
    await twin.close()
  }
}
