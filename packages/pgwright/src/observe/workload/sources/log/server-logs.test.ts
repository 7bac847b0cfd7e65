import { readdir } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedServer, startServer } from '../../../../postgres/index.ts'
import { readWorkload } from '../../files.ts'

/** What the server itself writes, in every format that it has. */
describe('logs of a server', () => {
  let server: EmbeddedServer
  beforeAll(async () => {
    server = await startServer({
      name: 'test-logs',
      settings: {
        logging_collector: 'on',
        log_directory: 'log',
        log_filename: 'server.log',
        log_destination: 'stderr,csvlog,jsonlog',
        log_line_prefix: '%m [%p] %q%u@%d ',
        log_min_messages: 'log',
        log_min_duration_statement: 0,
        session_preload_libraries: 'auto_explain',
        'auto_explain.log_min_duration': 0,
      },
    })
    const client = new pg.Client(server.url())
    await client.connect()
    await client.query('create table t (a int, b text)')
    for (const b of ["it's", 'tab\tand\nline', null]) {
      await client.query('select a\nfrom t\nwhere b = $1', [b])
      await client.query(`insert into t values (${b?.length ?? 0}, 'x'), (2, 'y')`)
    }
    await client.query('begin; declare c cursor for select b from t where a > 5; fetch 1 from c; commit')
    await client.query('begin')
    await client.query('declare d cursor for select b from t where a > 5')
    await client.query('fetch 10 from d')
    await client.query('commit')
    await client.query("prepare p (int) as select a from t where a = $1 and b = 'x'")
    await client.query('execute p (7)')
    await client.query('select nowhere').catch(() => {})
    await client.end()
    await new Promise((resolve) => setTimeout(resolve, 500)) // the collector writes what it has been sent
  }, 60_000)
  afterAll(() => server?.stop())

  test.each(['log', 'csv', 'json'])('server.%s has every call once, with its time, role and values', async (ending) => {
    const folder = path.join(server.dataFolder, 'log')
    expect(await readdir(folder)).toContain(`server.${ending}`)
    const { workload } = await readWorkload([path.join(folder, `server.${ending}`)], { database: 'postgres' })
    const figures = workload.statements.map(({ sql, role, calls, rows }) => ({ sql, role, calls, rows }))
    expect(figures).toHaveLength(4)
    expect(figures).toContainEqual({ sql: 'select a\nfrom t\nwhere b = $1', role: 'postgres', calls: 3, rows: 3 })
    expect(figures).toContainEqual({
      sql: "insert into t values ($1, 'x'), (2, 'y')",
      role: 'postgres',
      calls: 3,
      rows: 6,
    })
    expect(figures).toContainEqual({
      sql: "select a from t where a = $1 and b = 'x'",
      role: 'postgres',
      calls: 1,
      rows: 1,
    })
    expect(figures).toContainEqual({ sql: 'select b from t where a > 5', role: 'postgres', calls: 2, rows: 2 })
    expect(workload.statements.every(({ totalMs }) => totalMs > 0)).toBe(true)
    const texts = workload.statements.flatMap(({ samples }) => (samples ?? []).map(({ sql }) => sql))
    expect(texts).toContain("select a from t where b = 'it''s'")
    expect(texts).toContain("select a from t where b = 'tab\tand\nline'")
    expect(texts).toContain('select a from t where b = null')
  })
})
