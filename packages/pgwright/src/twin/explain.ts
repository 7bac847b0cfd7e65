import type { ClientBase, QueryResult } from 'pg'
import { PgwrightError } from '../model/index.ts'
import { parameterNumbers, tryParse } from '../sql/index.ts'
import type { PlanNode } from './plan-node.ts'

type ExplainRow = { 'QUERY PLAN': [{ Plan: PlanNode }] }

/**
 * The plan of a statement, on the twin or on its source. With `$n` left in it, the plan for any parameters.
 *
 * @param major of the server that is asked: `EXPLAIN (GENERIC_PLAN)` is there from 16 on
 * @throws PgwrightError `usage` for several statements, else the server's error where it can't be planned
 */
export async function explainPlan(client: ClientBase, major: number, sql: string): Promise<PlanNode> {
  requireOneStatement(sql)
  // A look before the parser: most statements have none, and thousands are planned in a second.
  const parameters = /\$\d/.test(sql) ? parameterNumbers(sql) : []
  if (parameters.length === 0) return planOf(await client.query<ExplainRow>(`explain (format json, verbose) ${sql}`))
  if (major < 16) return explainPrepared(client, sql, parameters)
  return planOf(await client.query<ExplainRow>(`explain (format json, verbose, generic_plan) ${sql}`))
}

/** `EXPLAIN` is put before the text: what came behind a semicolon would be run. */
function requireOneStatement(sql: string): void {
  if (!/;\s*\S/.test(sql) || tryParse(sql)?.length === 1) return
  const hint = 'Give one statement at a time, in SQL that PostgreSQL 18 can parse.'
  throw new PgwrightError('usage', 'What is to be planned is not one statement.', hint)
}

/** A prepared statement for which the generic plan is forced is planned the same. */
async function explainPrepared(client: ClientBase, sql: string, parameters: readonly number[]): Promise<PlanNode> {
  const numbers = Array.from({ length: parameters.at(-1) ?? 0 }, (_, index) => index + 1)
  const nulls = numbers.map(() => 'null').join(', ')
  // What `unknown` stands for is found out from its use; a number without one would be refused, so it gets a type.
  const types = numbers.map((number) => (parameters.includes(number) ? 'unknown' : 'text')).join(', ')
  const { rows } = await client.query<{ mode: string }>(`select current_setting('plan_cache_mode') as mode`)
  await client.query(`prepare pgwright_explained (${types}) as ${sql}`)
  try {
    await client.query('set plan_cache_mode = force_generic_plan')
    return planOf(await client.query<ExplainRow>(`explain (format json, verbose) execute pgwright_explained(${nulls})`))
  } finally {
    // In a transaction that has failed neither can be done, nor needs to: whoever began it takes it back.
    const mode = rows[0]?.mode ?? 'auto'
    await client.query(`deallocate pgwright_explained; set plan_cache_mode = ${mode}`).catch(() => {})
  }
}

function planOf({ rows }: QueryResult<ExplainRow>): PlanNode {
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (plan === undefined) throw new PgwrightError('internal', 'EXPLAIN gave no plan.', 'Please report this.')
  return plan
}
