import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pgwright } from '../../test/cli.ts'
import { createDatabase } from '../../test/database.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { typeChangeResultSchema } from '../model/index.ts'

const folder = scratchFolder()
const { client, url } = await createDatabase({
  schema: `create schema "S 1"; create table "S 1"."Order ü" ("Id" int primary key, body text, name varchar(10));
    create table "S 1".lines ("order" int references "S 1"."Order ü");
    insert into "S 1"."Order ü" select i, '{"a":1}', 'n' from generate_series(1, 50) as i`,
})
const on = ['--table', '"S 1"."Order ü"', '--column']
const file = path.join(folder, 'plan.json')

test('a plan is written, applied, ended for good, and each time it is told how to go on', async () => {
  const planned = await pgwright(['change-type', url, ...on, '"Id"', '--to', 'bigint', '--out', file])
  expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining(`pgwright apply ${file} --to <url>`) })
  expect(planned.stdout).toContain(
    `pgwright change-type <url> --table '"S 1".lines' --column '"order"' --to bigint --out lines_order.json`,
  )
  const applied = await pgwright(['apply', file, '--to', url, '--yes', '--json'])
  expect(JSON.parse(applied.stdout).run.state).toBe('done')
  const finish = await pgwright(['change-type', url, ...on, 'Id', '--finish', '--out', file])
  expect(finish).toMatchObject({ code: 0, stdout: expect.stringContaining('--for-good') })
  const ended = await pgwright(['apply', file, '--to', url, '--yes', '--for-good'])
  expect(ended).toMatchObject({ code: 0, stdout: expect.not.stringContaining('Take it back') })
  const { rows } = await client.query(
    `select attname as name, atttypid::regtype::text as type from pg_attribute
     where attrelid = '"S 1"."Order ü"'::regclass and attnum > 0 and not attisdropped order by 1`,
  )
  expect(rows.map(({ name, type }) => `${name} ${type}`)).toEqual(['Id bigint', 'body text', 'name character varying'])
}, 180_000)

test('without a file the steps are printed as a script, or as JSON, and nothing is changed', async () => {
  const asked = ['change-type', url, ...on, 'body', '--to', 'jsonb', '--using', 'body::jsonb']
  const { code, stdout } = await pgwright(asked)
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^-- "body" of .*\n[\s\S]*\nalter table .* jsonb;\n/)])
  const {
    statements,
    rollback,
    file: none,
  } = typeChangeResultSchema.parse(JSON.parse((await pgwright([...asked, '--json'])).stdout))
  expect([statements.length > 5, rollback.length > 5, none]).toEqual([true, true, null])
  const { rows } = await client.query(
    `select 1 from pg_attribute where attrelid = '"S 1"."Order ü"'::regclass and attname like 'pgwright%' and not attisdropped`,
  )
  expect(rows).toEqual([])
})

test('what needs no plan is told as the statement to run, and no file is written', async () => {
  await writeFile(file, 'as it was')
  const asked = ['change-type', url, ...on, 'name', '--to', 'varchar(20)']
  const refused = await pgwright([...asked, '--out', file])
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/No plan is needed.*\nRun: set lock_timeout = '2s'; alter table .*\(20\);/),
  })
  expect(await readFile(file, 'utf8')).toBe('as it was')
}, 180_000)

test.each([
  ['neither a type nor an end', [], /--to.*--finish/],
  ['both', ['--to', 'int', '--finish'], /takes no type/],
  ['a type that PostgreSQL does not cast to', ['--to', 'jsonb'], /expression.*"body"::jsonb/],
])('%s is refused with what to give', async (_, more, told) => {
  const { code, stderr } = await pgwright(['change-type', url, ...on, 'body', ...more])
  expect([code, stderr]).toEqual([2, expect.stringMatching(told)])
})
