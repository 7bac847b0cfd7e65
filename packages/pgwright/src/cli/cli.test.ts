import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pgwright } from '../../test/cli.ts'
import { createDatabase, type TestDatabase } from '../../test/database.ts'

let folder: string
let database: TestDatabase

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cli-'))
  database = await createDatabase()
  const { client, name, password } = database
  await client.query(`
    create schema "S 1";
    create table "S 1"."Order ü" (id bigint generated always as identity primary key, "tenant""Id" int not null,
      "select" text not null, "createdAt" timestamptz not null);
    insert into "S 1"."Order ü" ("tenant""Id", "select", "createdAt")
      select i % 200, 'secret ' || i % 4, timestamptz '2025-01-01' + i * interval '1 min' from generate_series(1, 30000) i;
    analyze "S 1"."Order ü";
    create role "reader ${name}" login password '${password}';
    grant pg_read_all_stats to "reader ${name}";
    grant usage on schema "S 1" to "reader ${name}";
    grant select on all tables in schema "S 1" to "reader ${name}";
    select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)`)
  for (let i = 0; i < 30; i++) {
    await client.query(`select * from "S 1"."Order ü" where "tenant""Id" = $1 and "select" = 'secret 1'`, [i])
  }
})
afterAll(async () => {
  await database.client.query(`drop owned by "reader ${database.name}"; drop role "reader ${database.name}"`)
  await rm(folder, { recursive: true })
})

const readerUrl = () => database.urlAs(`reader ${database.name}`)
const inFolder = (name: string) => path.join(folder, name)

describe('the whole way on a database made by hand', () => {
  test('a role that may only read takes a snapshot and is advised', async () => {
    const taken = await pgwright(['snapshot', readerUrl(), '--out', inFolder('s.json'), '--json'])
    expect(taken.stderr).not.toContain('error')
    expect(JSON.parse(taken.stdout)).toMatchObject({ relations: 1, statements: 1 })
    const { code, stdout } = await pgwright(['advise', inFolder('s.json'), '--out', inFolder('plan.json')])
    expect(code).toBe(0)
    expect(stdout).toContain('create index concurrently')
    expect(await readFile(inFolder('plan.json'), 'utf8')).not.toContain('secret')
  })

  test('a snapshot is redacted later, and it is told how many plans that changes', async () => {
    const redacted = await pgwright(['snapshot', inFolder('s.json'), '--redact', '--out', inFolder('r.json'), '--json'])
    expect(JSON.parse(redacted.stdout).redaction).toMatchObject({ plans: 1, changed: 0 })
  })

  test('the plan is proved, applied, listed and taken back', async () => {
    // A copy: on a busy machine proof may find no clear gain, and throw out what is to be applied here.
    await copyFile(inFolder('plan.json'), inFolder('proved.json'))
    const proved = await pgwright(['prove', inFolder('proved.json'), '--on', database.url, '--json', '--repeat', '3'])
    expect(proved.code).toBe(0)
    expect(JSON.parse(proved.stdout).trial.queries).toHaveLength(1)
    const dry = await pgwright(['apply', inFolder('plan.json'), '--to', database.url, '--dry-run'])
    expect(dry.stdout).toContain('create index concurrently')
    const applied = await pgwright(['apply', inFolder('plan.json'), '--to', database.url, '--yes', '--json', '--quiet'])
    expect(applied.stderr).toBe('')
    const { run } = JSON.parse(applied.stdout)
    expect(run.state).toBe('done')
    const listed = JSON.parse((await pgwright(['runs', '--to', database.url, '--json'])).stdout)
    expect(listed.runs.map(({ id }: { id: number }) => id)).toEqual([run.id])
    const back = await pgwright(['rollback', String(run.id), '--to', database.url, '--yes', '--json'])
    expect(JSON.parse(back.stdout).run.state).toBe('rolled-back')
  })
})

describe('a workload from files', () => {
  test('is merged, weighed by time, and leaves no literal in the plan or the result', async () => {
    const from = 'from "S 1"."Order ü" where'
    const logged = (sql: string, ms: number) =>
      `2024-05-01 10:00:00 UTC [42] LOG:  duration: ${ms} ms  statement: ${sql}\n`
    const log = [1, 2, 3]
      .map((i) => logged(`select * ${from} "tenant""Id" = 4711${i} and "select" = 'hush ${i}'`, 50))
      .join('')
    await writeFile(inFolder('w.log'), log + logged("select 'hush' from nowhere", 1) + logged("select 'hus", 1))
    const line = { sql: `select id ${from} "tenant""Id" = $1`, calls: 5, params: ['4712'] }
    await writeFile(inFolder('w.jsonl'), JSON.stringify(line))
    const args = [
      'advise',
      inFolder('s.json'),
      '--workload',
      inFolder('w.log'),
      inFolder('w.jsonl'),
      inFolder('s.json'),
    ]
    const { stdout } = await pgwright([...args, '--weight-by', 'time', '--out', inFolder('w.json'), '--json'])
    const written = stdout + (await readFile(inFolder('w.json'), 'utf8'))
    expect(written).not.toMatch(/hus|471[12]/)
    const { workload, changes } = JSON.parse(stdout)
    expect(workload).toMatchObject({ queries: 3, calls: 38, represented: 4, share: 1, weightBy: 'time' })
    expect(workload.excluded.map(({ reason }: { reason: string }) => reason).join()).toMatch(
      /truncated.*can't be planned/,
    )
    expect(changes[0].sql).toContain('create index concurrently')
    expect(JSON.parse(await readFile(inFolder('w.json'), 'utf8')).workload.statements[0]).not.toHaveProperty('samples')
  })

  test('can not be weighed by time without times', async () => {
    await writeFile(inFolder('w.sql'), 'select id from "S 1"."Order ü"')
    const args = ['advise', inFolder('s.json'), '--workload', inFolder('w.sql'), '--weight-by', 'time']
    expect((await pgwright(args)).stderr).toMatch(/weighed by time.*\n.*pg_stat_statements/)
  })
})

describe('bad input ends with exit code 2, a sentence on what failed and one on what to do next', () => {
  const nowhere = 'postgres://postgres@127.0.0.1:1/x'
  test.each([
    ['no such command', ['frobnicate'], /unknown command/],
    ['no such option', ['demo', '--frob'], /unknown option/],
    ['no such system', ['demo', 'nope'], /no reference system named nope.*\n.*barq-fleet/],
    ['no such scale', ['demo', '--scale', 'huge'], /small, medium, full/],
    ['not a URL', ['advise', 'nonsense'], /URL/],
    ['no server there', ['advise', nowhere], /refused.*\n.*port/],
    ['a budget that is none', ['advise', nowhere, '--budget', '0'], /size above zero/],
    ['a plan that is not there', ['apply', 'nope.json', '--to', nowhere, '--yes'], /nope\.json can't be read/],
    ['a workload that is not there', ['advise', '--workload', 'nope', '--out', 'x'], /database|nope/],
  ])('%s', async (_, args, message) => {
    const { code, stderr, stdout } = await pgwright(args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(stdout).toBe('')
  })

  test('a wrong password is not printed', async () => {
    const url = new URL(readerUrl())
    url.password = 'hunter2'
    const { code, stderr } = await pgwright(['advise', url.href])
    expect(code).toBe(2)
    expect(stderr).toMatch(/password/)
    expect(stderr).not.toContain('hunter2')
  })

  test('no workload, and no extension that counts one', async () => {
    const empty = await createDatabase()
    expect((await pgwright(['advise', empty.url])).stderr).toMatch(/no query to work on/)
    await empty.client.query('drop extension pg_stat_statements')
    const { code, stderr } = await pgwright(['advise', empty.url])
    expect(code).toBe(2)
    expect(stderr).toMatch(/shared_preload_libraries/)
    await empty.client.query('create table t (a int)')
    await writeFile(inFolder('t.sql'), 'select a from t')
    const given = await pgwright(['advise', empty.url, '--workload', inFolder('t.sql'), '--json'])
    expect(JSON.parse(given.stdout).gaps).toEqual([])
  })

  test('a snapshot and a plan that were cut off', async () => {
    await writeFile(inFolder('cut.json'), (await readFile(inFolder('s.json'), 'utf8')).slice(0, 500))
    expect((await pgwright(['advise', inFolder('cut.json')])).code).toBe(2)
    expect((await pgwright(['apply', inFolder('cut.json'), '--to', nowhere, '--yes'])).stderr).toMatch(/truncated/)
  })

  test('a role that does not own the tables may not apply, and nothing is left behind', async () => {
    const { code, stderr } = await pgwright(['apply', inFolder('plan.json'), '--to', readerUrl(), '--yes'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/own/i)
    const { rows } = await database.client.query(
      `select nspowner::regrole::text as owner from pg_namespace where nspname = 'pgwright'`,
    )
    expect(rows[0]?.owner).not.toContain('reader')
  })

  test('a change without --yes where nobody can be asked', async () => {
    expect((await pgwright(['apply', inFolder('plan.json'), '--to', database.url])).stderr).toMatch(/--yes/)
  })

  test('a port in use', async () => {
    const listener = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => listener.once('listening', resolve))
    const address = listener.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, stderr } = await pgwright(['demo', '--scale', 'small', '--port', String(port)])
    listener.close()
    expect(code).toBe(2)
    expect(stderr).toContain(`Port ${port} is in use`)
  })
})

test('every command shows an example with --help', async () => {
  for (const command of ['demo', 'snapshot', 'advise', 'prove', 'apply', 'rollback', 'runs']) {
    const { code, stdout } = await pgwright([command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Example:\n  pgwright ${command}`)
  }
})
