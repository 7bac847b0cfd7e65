import type { ClientBase } from 'pg'
import { inspectSource } from '../../packages/pgwright/src/cli/inspect/inspect-source.ts'
import { selectChecks } from '../../packages/pgwright/src/diagnose/index.ts'
import { connectWriter, parseTarget, startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { type Figure, figure } from '../figure.ts'
import { makeTables } from '../many-tables.ts'
import { repeated, timed } from '../repeated.ts'

const statements = 5_000
const runs = 3
/** How often an inspection is to be repeated. */
const everyMs = 5 * 60_000

/** What an inspection of many tables, three times as many indexes and 5,000 statements takes, of us and of the server. */
export async function loadFigures(tables: number): Promise<{ postgres: string; figures: Figure[] }> {
  const server = await startServer({
    name: 'bench-checks-load',
    settings: { max_locks_per_transaction: 1024, 'pg_stat_statements.max': statements * 2 },
  })
  try {
    const client = await connectWriter(parseTarget(server.url()))
    await client.query('create extension pg_stat_statements')
    await makeTables(client, tables)
    await askMuch(client, tables)
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    await client.end()
    const longest: number[] = []
    const serverMs: number[] = []
    const whole = await repeated(runs, () =>
      timed(async () => {
        const { cost } = await inspectSource(server.url(), selectChecks({}), () => {})
        longest.push(cost.maxMs)
        serverMs.push(cost.totalMs)
      }),
    )
    return {
      postgres: rows[0]?.version ?? '',
      figures: [
        figure({
          id: `inspect-${tables}-tables-ms`,
          title: `inspection of ${tables} tables, ${tables * 3} indexes and ${statements} statements`,
          ...whole,
          unit: 'ms',
          goal: 10_000,
          better: 'lower',
        }),
        figure({
          id: 'max-query-ms',
          title: 'the longest statement of an inspection',
          value: Math.max(...longest),
          unit: 'ms',
          goal: 200,
          better: 'lower',
        }),
        figure({
          id: 'server-share',
          title: 'share of one core that an inspection every five minutes takes',
          value: Math.max(...serverMs) / everyMs,
          unit: '',
          goal: 0.01,
          better: 'lower',
        }),
      ],
    }
  } finally {
    await server.stop()
  }
}

/** As many different statements as the counters are to hold. */
async function askMuch(client: ClientBase, tables: number): Promise<void> {
  const columns = ['id', 'parent_id', 'status', 'kind', 'title', 'amount', 'created_at', 'due', 'done', 'tags']
  for (let i = 0; i < statements; i++) {
    const table = `app_${(i % tables) % 10}.records_${i % tables}`
    const round = Math.floor(i / tables)
    const column = columns[round % columns.length]
    await client.query(
      `select ${column} from ${table} where kind = ${i % 20} and id > ${round} order by created_at limit 5`,
    )
  }
}
