import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statementsOf } from './sql-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migrations-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function written(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  return file
}

const lines = (statements: Awaited<ReturnType<typeof statementsOf>>) =>
  statements.map(({ line, sql }) => `${line}: ${sql}`)

test('statements have the line of their first word, whatever the line ends are', async () => {
  const text =
    "\uFEFF-- a\r\ncreate table t (a int);\r\n\r\n/* b\r\n*/ insert into t values (1),\r\n (2); select ';'\r\n"
  expect(lines(await statementsOf(await written('crlf.sql', text)))).toEqual([
    '2: create table t (a int)',
    '5: insert into t values (1),\r\n (2)',
    "6: select ';'",
  ])
})

test('bodies in dollars keep their semicolons', async () => {
  const body = 'create function f() returns int language plpgsql as $f$ begin; return 1; end $f$'
  expect(lines(await statementsOf('f.sql', `${body};\nselect 1`))).toEqual([`1: ${body}`, '2: select 1'])
})

test.each(['', '-- nothing\n', ' ; ;\n', '/* nothing */'])('%j holds no statement', async (text) => {
  expect(await statementsOf('f.sql', text)).toEqual([])
})

test.each([
  ['select 1;\n\nselect ($$ a', 'f.sql:3'],
  ["select 1;\nupdate t\nset a = 'b;\n", 'f.sql:2'],
  ['select 1;\n\n/* a /* b */ select 2;', 'f.sql:3'],
  ['select 1;\ncreate table t (\n  a int,', 'f.sql:2'],
  ['select 1;\nalter table t add', 'f.sql:2'],
  ['create function f() returns int begin atomic\nselect 1;\nselect 2;', 'f.sql:1'],
  ['select 1;\ncopy t from stdin;\n1\n2\n', 'f.sql:2'],
  ['select 1;\n\\if :x\nselect 2;\n\\endif', 'f.sql:2'],
  ['\\connect other', 'f.sql:1'],
  ['\\i f.sql', 'f.sql:1'],
  ['\\i absent.sql', 'f.sql:1'],
])('%j is refused, with where it begins', async (text, place) => {
  await expect(statementsOf('f.sql', text)).rejects.toMatchObject({
    code: 'bad-file',
    message: expect.stringContaining(place),
  })
})

test.each([
  ['utf16.sql', Buffer.from('\uFEFFselect 1', 'utf16le'), 'UTF-16'],
  ['binary.sql', Buffer.from([1, 0, 2]), 'no text'],
  ['latin1.sql', Buffer.from("select 'é'", 'latin1'), 'UTF-8'],
  ['words.sql', '# Migrations; they\n are run by hand.', 'no SQL'],
  ['json.sql', '{"a": 1}', 'no SQL'],
])('%s is refused', async (name, content, why) => {
  const file = await written(name, content)
  await expect(statementsOf(file)).rejects.toMatchObject({ code: 'bad-file', message: expect.stringContaining(why) })
})

test('a statement that the parser does not know is the server’s to judge', async () => {
  expect(await statementsOf('f.sql', 'create table t (a int); alter table t frobnicate;')).toHaveLength(2)
})

test('commands that change what psql prints are passed over, and files that it includes are read', async () => {
  await written('part.sql', '\nselect 2;')
  const file = await written(
    'whole.sql',
    '\\set ON_ERROR_STOP on\n\\timing\n\\echo it is;\nselect 1;\n\\ir part.sql\n\\pset pager off\nselect 3\\g\n\\q\nnothing',
  )
  expect((await statementsOf(file)).map(({ file, line, sql }) => [file && path.basename(file), line, sql])).toEqual([
    [undefined, 4, 'select 1'],
    ['part.sql', 2, 'select 2'],
    [undefined, 7, 'select 3'],
  ])
})

test('what needs psql or rows is not rehearsed, and what follows it is', async () => {
  const text = `copy t (a, b) from stdin;
1;\t'
\\N\t2
\\.
\\set n 5
-- five
insert into t values (:n);
select a::int from t;
\\copy t from 'rows.csv' csv
select 'drop table t' \\gexec
select 1;`
  const statements = await statementsOf('f.sql', text)
  expect(statements.map(({ line, notRehearsed }) => [line, notRehearsed !== undefined])).toEqual([
    [1, true],
    [7, true],
    [8, false],
    [9, true],
    [10, true],
    [11, false],
  ])
  expect(statements.map(({ comments }) => comments)).toEqual([undefined, '-- five', ...Array(4).fill(undefined)])
})

test('ten thousand statements are read', async () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `create table t${i} (a int);`)
  expect((await statementsOf('f.sql', text.join('\n'))).at(-1)?.line).toBe(10_000)
  expect(await statementsOf('f.sql', text.join(''))).toHaveLength(10_000)
})
