import { inspectSource } from '../../packages/pgwright/src/cli/inspect/inspect-source.ts'
import { selectChecks } from '../../packages/pgwright/src/diagnose/index.ts'
import { inspectOn } from '../../packages/pgwright/src/diagnose/testing/judge.ts'
import { connectWriter, knownMajors, parseTarget, startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { type Figure, figure } from '../figure.ts'
import { cleanSchema, cleanStatements } from './clean-schema.ts'

/** Of the database: how the server is set up is its owner's matter, and this one is set up to be thrown away. */
const ofDatabase = ['security', 'schema', 'indexes', 'tables', 'queries', 'vacuum']

/** What is found where there is nothing to find, on every major. */
export async function cleanFigures(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const major of knownMajors) figures.push(await cleanFigure(major))
  return figures
}

async function cleanFigure(major: number): Promise<Figure> {
  const server = await startServer({ name: 'bench-checks-clean', major })
  try {
    const client = await connectWriter(parseTarget(server.url()))
    for (const sql of [
      'create extension pg_stat_statements',
      cleanSchema,
      'vacuum analyze',
      'select pg_stat_statements_reset()',
    ])
      await client.query(sql)
    for (const [sql, values] of cleanStatements) for (let i = 0; i < 20; i++) await client.query(sql, values(i))
    const checks = selectChecks({ only: ofDatabase })
    const whole = await inspectSource(server.url(), checks, () => {})
    // Again as if the counters had counted for long: a young server's tell too little for many checks.
    const believed = await inspectOn(client, checks)
    await client.end()
    const findings = [...whole.findings, ...believed.findings]
    for (const { checkId, object, message } of findings)
      console.error(`${checkId} on PostgreSQL ${major}, ${object}: ${message}`)
    const value = findings.length
    const title = `findings on a clean schema with a clean workload, on PostgreSQL ${major}`
    return figure({ id: `clean-schema-findings-${major}`, title, value, unit: '', goal: 0, better: 'lower' })
  } finally {
    await server.stop()
  }
}
