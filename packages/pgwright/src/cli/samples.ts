import type { ClientBase } from 'pg'
import { type ObjectName, PgwrightError, type Snapshot } from '../model/index.ts'
import { sampleCombinations, sampleExpression } from '../observe/index.ts'
import { parseTarget, toPgwrightError, withReader } from '../postgres/index.ts'
import { parseIndexStatement, parseStatisticsStatement, quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { findRelation, type StatisticsWhatIf, type WhatIf } from '../twin/index.ts'
import { fileOf } from './source.ts'

const noRows = 'A snapshot has no rows that a sample could be read of.'

/**
 * What-ifs that know what is in the table, by a sample of the source: extended statistics always, since without it they
 * are of no use, and the expressions of indexes when they are asked for.
 *
 * @throws PgwrightError where expressions are asked for: `usage` for a source that is a file, else as `sampleExpression`
 */
export async function withSamples(
  source: string | undefined,
  snapshot: Snapshot,
  whatIfs: readonly WhatIf[],
  expressions: boolean,
): Promise<readonly WhatIf[]> {
  const ofFile = (await fileOf(source)) !== null
  if (expressions && ofFile)
    throw new PgwrightError('usage', noRows, 'Give the URL of the database, or leave --sample out.')
  if (ofFile) return whatIfs.map((one) => (one.kind === 'statistics' ? { ...one, withoutData: noRows } : one))
  if (!expressions && whatIfs.every(({ kind }) => kind !== 'statistics')) return whatIfs
  return withReader(parseTarget(source), async (client) => {
    const sampled: WhatIf[] = []
    for (const whatIf of whatIfs) {
      if (whatIf.kind === 'statistics') sampled.push(await sampledStatistics(client, snapshot, whatIf))
      else if (whatIf.kind === 'add-index' && expressions)
        sampled.push(await sampledIndex(client, snapshot, whatIf.ddl))
      else sampled.push(whatIf)
    }
    return sampled
  })
}

async function sampledIndex(client: ClientBase, snapshot: Snapshot, ddl: string): Promise<WhatIf> {
  const statement = parseIndexStatement(ddl)
  const on = tableOf(snapshot, statement)
  const expressionStatistics = []
  for (const expression of statement.expressions)
    expressionStatistics.push(await sampleExpression(client, on, expression))
  return { kind: 'add-index', ddl, expressionStatistics }
}

/** Nobody asked for the sample, so that it can't be had is no failure, and told. */
async function sampledStatistics(
  client: ClientBase,
  snapshot: Snapshot,
  whatIf: StatisticsWhatIf,
): Promise<StatisticsWhatIf> {
  const statement = parseStatisticsStatement(whatIf.sql)
  const on = tableOf(snapshot, statement)
  try {
    const data = await sampleCombinations(client, on, statement)
    return data === null ? { ...whatIf, withoutData: 'The table has no rows.' } : { ...whatIf, data }
  } catch (error) {
    return { ...whatIf, withoutData: toPgwrightError(error, 'sampling the table').message }
  }
}

function tableOf(
  snapshot: Snapshot,
  { schema, table }: { readonly schema: string | null; readonly table: string },
): ObjectName {
  return findRelation(snapshot, schema === null ? quoteIdentifier(table) : quoteQualified(schema, table))
}
