import type { ClientBase } from 'pg'
import { type ObjectName, PgwrightError, type Snapshot } from '../model/index.ts'
import { sampleExpression } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { parseIndexStatement, quoteIdentifier, quoteQualified } from '../sql/index.ts'
import { findRelation, type WhatIf } from '../twin/index.ts'
import { isFile } from './source.ts'

/**
 * What-ifs whose indexes know what is in their expressions, by a sample of the source.
 *
 * @throws PgwrightError `usage` where the source is a file, else as `sampleExpression` does
 */
export async function withSamples(
  source: string | undefined,
  snapshot: Snapshot,
  whatIfs: readonly WhatIf[],
): Promise<WhatIf[]> {
  if (source !== undefined && (await isFile(source))) {
    const message = 'A snapshot has no rows that a sample could be read of.'
    throw new PgwrightError('usage', message, 'Give the URL of the database, or leave --sample out.')
  }
  return withReader(parseTarget(source), async (client) => {
    const sampled: WhatIf[] = []
    for (const whatIf of whatIfs)
      sampled.push(whatIf.kind === 'add-index' ? await withSample(client, snapshot, whatIf.ddl) : whatIf)
    return sampled
  })
}

async function withSample(client: ClientBase, snapshot: Snapshot, ddl: string): Promise<WhatIf> {
  const { schema, table, expressions } = parseIndexStatement(ddl)
  const on: ObjectName = findRelation(
    snapshot,
    schema === null ? quoteIdentifier(table) : quoteQualified(schema, table),
  )
  const expressionStatistics = []
  for (const expression of expressions) expressionStatistics.push(await sampleExpression(client, on, expression))
  return { kind: 'add-index', ddl, expressionStatistics }
}
