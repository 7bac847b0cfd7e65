import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { pgwright } from '../../test/cli.ts'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { scratchFolder } from '../../test/scratch.ts'

const folder = scratchFolder()
const inFolder = (name: string) => path.join(folder, name)
let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase({
    schema: `create schema "S 1";
      create table "S 1"."Order ü" (id bigint generated always as identity primary key, tenant int not null,
        name text not null, at timestamptz not null);
      insert into "S 1"."Order ü" (tenant, name, at)
        select case when i % 10 > 0 then 0 else i % 5000 end, 'secret ' || i % 400, timestamptz '2025-01-01' + i * interval '1 min'
        from generate_series(1, 40000) i;
      create index "by tenant" on "S 1"."Order ü" (tenant);
      analyze "S 1"."Order ü"`,
  })
  await writeFile(
    inFolder('q.sql'),
    `select * from "S 1"."Order ü" where tenant = 7;
     select count(*) from "S 1"."Order ü" where name = 'secret 7' and at > '2025-01-20';
     update "S 1"."Order ü" set name = 'x' where id = 7`,
  )
  const taken = await pgwright(['snapshot', database.url, '--out', inFolder('s.json')])
  expect(taken.code).toBe(0)
})

describe('twin verify', () => {
  test('finds every plan identical, those of statements that write too, and exits with 0', async () => {
    const { code, stdout } = await pgwright(['twin', 'verify', database.url, '--queries', folder, '--json'])
    const { queries, identicalShare } = JSON.parse(stdout)
    expect(queries.map(({ name, difference }: Record<string, string>) => [name, difference])).toEqual([
      ['q#1', undefined],
      ['q#2', undefined],
      ['q#3', undefined],
    ])
    expect({ code, identicalShare }).toEqual({ code: 0, identicalShare: 1 })
  })

  test('tells of a query that can not be planned, without its literals, and exits with 1', async () => {
    await writeFile(inFolder('bad.sql'), `select * from "S 1"."Order ü" where id = 'hunter2'`)
    const { code, stdout } = await pgwright(['twin', 'verify', database.url, '--queries', inFolder('bad.sql')])
    expect(code).toBe(1)
    expect(stdout).toMatch(/Planning it on the source failed/)
    expect(stdout).not.toContain('hunter2')
  })
})

describe('twin explain', () => {
  const query = `select * from "S 1"."Order ü" where name = 'secret 7'`

  test('shows what an index and growth do, offline, without the literals of the query', async () => {
    const args = ['twin', 'explain', inFolder('s.json'), '--query', query, '--grow', '"S 1"."Order ü"=50']
    const { code, stdout } = await pgwright([...args, '--index', 'create index "by name" on "S 1"."Order ü" (name)'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Another plan: cost .* before, .* after/)
    expect(stdout).toMatch(/Index Cond: .*name = …/)
    expect(stdout).toMatch(/Index by name: about \d/)
    expect(stdout).not.toContain('secret')
  })

  test('tells how the plan depends on the values of a parameter, by their frequency alone', async () => {
    const sql = 'select * from "S 1"."Order ü" where tenant = $1 order by at limit 5'
    const { stdout } = await pgwright(['twin', 'explain', inFolder('s.json'), '--query', sql, '--json'])
    const [statement] = JSON.parse(stdout).statements
    expect(statement.parameters.before.flips).toBe(true)
    expect(statement.parameters.before.sets.map(({ label }: { label: string }) => label)).toContain('common')
    expect(statement).toMatchObject({ flips: false, costBefore: statement.costAfter })
  })

  test('plans the statements of a file with their values', async () => {
    const sql = 'select * from "S 1"."Order ü" where tenant = $1 order by at limit 5'
    const lines = [0, 7, 7].map((tenant) => JSON.stringify({ sql, params: [tenant] }))
    await writeFile(inFolder('values.jsonl'), lines.join('\n'))
    const args = ['twin', 'explain', inFolder('s.json'), '--workload', inFolder('values.jsonl'), '--json']
    const [one, two] = JSON.parse((await pgwright(args)).stdout).statements
    expect([one, two]).toMatchObject([
      { calls: 1, parameters: null },
      { calls: 2, parameters: null },
    ])
    expect(one.costBefore).not.toBe(two.costBefore)
  })

  test('samples the expression of an index on the source when asked, which a file can not give', async () => {
    const index = ['--index', 'create index on "S 1"."Order ü" (lower(name))', '--sample', '--json']
    const sql = `select * from "S 1"."Order ü" where lower(name) = 'secret 7'`
    const { stdout } = await pgwright(['twin', 'explain', database.url, '--query', sql, ...index])
    const [statement] = JSON.parse(stdout).statements
    const rows = await database.client.query(`select count(*)::int as n from "S 1"."Order ü" where name = 'secret 7'`)
    expect(statement.after['Plan Rows'] / rows.rows[0].n).toBeCloseTo(1, 0.3)
    const offline = await pgwright(['twin', 'explain', inFolder('s.json'), '--query', sql, ...index])
    expect(offline.stderr).toMatch(/no rows that a sample/)
  })

  test('samples extended statistics on the source by itself, and says of a file that it can not', async () => {
    const sql = 'select tenant, name from "S 1"."Order ü" group by tenant, name'
    const statistics = ['--statistics', 'create statistics on tenant, name from "S 1"."Order ü"', '--json']
    const asked = await pgwright(['twin', 'explain', database.url, '--query', sql, ...statistics])
    const [statement] = JSON.parse(asked.stdout).statements
    const real = await database.client.query(`select count(*)::int as n from (${sql}) as groups`)
    expect(statement.before['Plan Rows']).toBeGreaterThan(2 * real.rows[0].n)
    expect(statement.after['Plan Rows'] / real.rows[0].n).toBeCloseTo(1, 1)
    expect(asked.stdout).not.toContain('statistics of a what-if')
    const offline = await pgwright(['twin', 'explain', inFolder('s.json'), '--query', sql, ...statistics])
    expect(JSON.parse(offline.stdout).gaps).toContainEqual(
      expect.objectContaining({ reason: expect.stringMatching(/no rows that a sample/) }),
    )
  })

  test.each([
    ['no such table', ['--grow', 'nothing=3'], /no table nothing/i],
    ['a factor that is none', ['--grow', 'o=much'], /number above zero/],
    ['no such index', ['--drop', 'nothing'], /no index nothing/i],
    ['a statement that is no index', ['--index', 'drop table t'], /create index/i],
    ['a setting that is not there', ['--set', 'nothing=1'], /nothing/],
    ['a partitioning of another form', ['--partition', 'o by month'], /does not say how to partition/],
  ])('refuses %s in a sentence', async (_, args, message) => {
    const { code, stderr } = await pgwright(['twin', 'explain', inFolder('s.json'), '--query', query, ...args])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
  })
})

describe('twin shell', () => {
  test('plans, adds an index at its true size, and refuses what would undo the statistics', async () => {
    const input = `\\gaps
      explain select * from "S 1"."Order ü" where name = 'x';
      create index n on "S 1"."Order ü" (name);
      explain (costs off) select *
        from "S 1"."Order ü" where name = 'x;y';
      analyze;`
    const { code, stdout, stderr } = await pgwright(['twin', 'shell', inFolder('s.json')], { input })
    expect(stdout).toMatch(/Seq Scan on/)
    expect(stdout).toMatch(/CREATE INDEX n, about \d+ kB/)
    expect(stdout).toMatch(/Index Scan on n|Index Scan using n/)
    expect(stderr).toMatch(/no rows/)
    expect(code).toBe(1)
  })
})
