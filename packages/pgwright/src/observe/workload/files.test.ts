import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWorkload } from './files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workload-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (name: string, text: string | Buffer) => {
  await writeFile(path.join(folder, name), text)
  return path.join(folder, name)
}

test('a weight before a statement is how often it is called', async () => {
  await write('a.sql', '-- weight: 20\nselect a from t where "ä" = 1;\nselect b from t;')
  const { statements } = (await readWorkload([folder])).workload
  expect(statements.map(({ sql, calls }) => [sql.trim(), calls]).sort()).toEqual([
    ['select a from t where "ä" = 1', 20],
    ['select b from t', 1],
  ])
})

test('JSON lines with calls, the same statement counted together', async () => {
  const file = await write(
    'b.jsonl',
    '{"sql":"select a from t where b = $1","calls":3}\n\n{"sql":"select a from t where b = $1"}\n',
  )
  const { statements } = (await readWorkload([file])).workload
  expect(statements.map(({ calls }) => calls)).toEqual([4])
})

test('values of parameters are samples, each with its calls, and the statement keeps its parameters', async () => {
  const sql = 'select a from t where b = $1 and c = $2 and d = any($3) and e = $4'
  const lines = [
    { sql, calls: 3, params: ["it's", null, [1, null, 'x"y'], { f: 1 }] },
    { sql, params: ['other', 2.5, [], true] },
  ]
  const file = await write('c.jsonl', lines.map((line) => JSON.stringify(line)).join('\r\n'))
  const { statements } = (await readWorkload([file])).workload
  expect(statements).toMatchObject([
    {
      sql,
      calls: 4,
      samples: [
        {
          sql: `select a from t where b = 'it''s' and c = null and d = any(E'{"1",NULL,"x\\\\"y"}') and e = '{"f":1}'`,
          calls: 3,
        },
        { sql: `select a from t where b = 'other' and c = '2.5' and d = any('{}') and e = 'true'`, calls: 1 },
      ],
    },
  ])
})

test('a whole number that JavaScript rounds is a value that is not known', async () => {
  const sql = 'select a from t where b = $1 and c = $2 and d = any($3)'
  const file = await write('big.jsonl', `{"sql":"${sql}","params":[9007199254740993,9007199254740991,[1,-1e16]]}`)
  const [statement] = (await readWorkload([file])).workload.statements
  expect(statement?.samples).toEqual([{ sql: sql.replace('$2', "'9007199254740991'"), calls: 1 }])
})

test('a literal that is the same in every call stays, one that differs is a parameter', async () => {
  const call = (id: number) => `select a from t where b = 'open' and c = ${id} and d in (1, ${id}) order by 1 limit 5;`
  const file = await write(
    'd.sql',
    `${[1, 2, 2].map(call).join('\n')} select A from t where b='open' and c = 9 and d in (1) order by 1 limit 5`,
  )
  const { statements } = (await readWorkload([file])).workload
  expect(statements).toMatchObject([
    {
      sql: `select a from t where b = 'open' and c = $1 and d in (1, $2) order by 1 limit 5`,
      calls: 4,
      samples: [{ calls: 2 }, { calls: 1 }, { calls: 1 }],
    },
  ])
})

test.each([
  ['order by', (i: number) => `select a, b from t where tenant = ${16 + i} order by ${i}`],
  ['a length', (i: number) => `select a::varchar(${i}) from t where tenant = ${16 + i}`],
])('where %s can be no parameter, what differs beside it is one', async (_, call) => {
  const file = await write('e.sql', [1, 1, 2, 1].map(call).join(';\n'))
  const { statements } = (await readWorkload([file])).workload
  expect(statements[0]?.sql).toBe(call(1).replace('tenant = 17', 'tenant = $1'))
})

test('values of texts that are one statement are compared by where they stand', async () => {
  const texts = ['select a from t where b = 1 and c = 2 and d = 3', 'select A from t where b=2 and c=1 and d=3']
  const rows = ['insert into t values (1, 5), (2, 1)', 'insert into T values (2, 5)']
  const file = await write('f.sql', [...texts, ...rows].join(';\n'))
  const { statements } = (await readWorkload([file])).workload
  expect(statements.map(({ sql }) => sql).sort()).toEqual([
    'insert into t values ($1, $2), ($3, $4)',
    'select a from t where b = $1 and c = $2 and d = 3',
  ])
})

test('all sources together, compressed or not, whatever their names are', async () => {
  const sql = 'select a from t where b = $1'
  await write('a.json.gz', gzipSync(JSON.stringify({ sql, calls: 2, durationMs: 6, trace: { file: 'x.ts' } })))
  await write('b.csv', `2024-05-01 10:00:00.123 UTC [42] LOG:  duration: 1.5 ms  execute <unnamed>: ${sql}\n`)
  await write('c.log', `\uFEFF-- weight: 4\r\n${sql};\r\n`)
  await write('README.md', 'Not read.')
  const { statements, excluded } = (await readWorkload([folder])).workload
  expect(statements).toMatchObject([{ sql, calls: 7, totalMs: 7.5 }])
  expect(excluded).toEqual([])
})

test('a file of many short lines is read', async () => {
  const file = await write('short.sql', `${'\n'.repeat(1_000_000)}select a from t`)
  expect((await readWorkload([file])).workload.statements).toHaveLength(1)
})

test.each([
  "insert into t values (1, 'ERROR:  disk full')",
  "select a from t where b = 'a' and c = 'LOG:  x'",
  'select a from t -- LOG:  x',
  'select a /* ERROR:  x */ from t',
])('%s is SQL and no log', async (sql) => {
  const file = await write('a.sql', sql)
  expect((await readWorkload([file])).workload.statements).toHaveLength(1)
})

test('what can not be used is left out with its reason, and without its values', async () => {
  const file = await write(
    'a.jsonl',
    Buffer.concat([
      Buffer.from(
        [
          'select a from t where b = 7',
          "create table x as select 'secret'",
          "copy t from stdin where b = 'secret'",
          'fetch 5 from c',
          "select a from t where b = 'secr",
          "select my_function('secret')",
          'select a\u0000 from t',
          `select a from t where b in (${'x'.repeat(70_000)})`,
          '',
        ]
          .map((sql) => JSON.stringify({ sql }))
          .join('\n'),
      ),
      Buffer.from('\n\n{"sql":"select \xe4 from t where b = 1"}', 'latin1'),
    ]),
  )
  const { workload, gaps } = await readWorkload([file])
  expect(workload.statements.map(({ sql }) => sql)).toEqual([
    'select \uFFFD from t where b = 1',
    'select a from t where b = 7',
  ])
  expect(workload.excluded.map(({ sql, reason }) => `${sql}: ${reason}`)).toMatchInlineSnapshot(`
    [
      "create table …: It is a utility statement, which has no plan.",
      "copy t …: It is a utility statement, which has no plan.",
      "fetch …: It is a utility statement, which has no plan.",
      "select …: Its text can't be parsed; it may be truncated.",
      "select my_function($1): It touches no table.",
      "…: It holds a zero byte.",
      "…: Its text is longer than 64 kB, values apart.",
      "…: Its text can't be parsed; it may be truncated.",
    ]
  `)
  expect(JSON.stringify(workload)).not.toContain('secr')
  expect(gaps).toMatchObject([{ reason: expect.stringContaining('UTF-8') }])
})

test('statements of a megabyte are shortened to what matters for a plan', async () => {
  const many = Array.from({ length: 100_000 }, (_, i) => i)
  const file = await write(
    'a.jsonl',
    [
      `select a from t where b in (${many.join(',')})`,
      `insert into t (a, b) values ${many.map((i) => `(${i}, 'x')`).join(',')}`,
      `select ${'1+'.repeat(100_000)}1 from t`,
    ]
      .map((sql) => JSON.stringify({ sql }))
      .join('\n'),
  )
  const { statements, excluded } = (await readWorkload([file])).workload
  expect(statements.map(({ sql }) => sql.length < 200)).toEqual([true, true])
  expect(excluded).toHaveLength(1)
})

test('deeply nested statements are left out, and the parser goes on', async () => {
  const nested = `select ${'('.repeat(30_000)}1${')'.repeat(30_000)} from t`
  const summed = `select ${'1+'.repeat(30_000)}1 from t`
  const file = await write(
    'a.jsonl',
    [nested, summed, 'select a from t'].map((sql) => JSON.stringify({ sql })).join('\n'),
  )
  const { statements } = (await readWorkload([file])).workload
  expect(statements.map(({ sql }) => sql)).toContain('select a from t')
})

test('of a file of SQL, what is no SQL is left out, and commands of psql are passed over', async () => {
  const file = await write(
    'a.sql',
    "\\set x 1\nselect a from t;\ncopy t from stdin;\n1\t2\n\\.\nselect b from t where c = ';';",
  )
  const { statements, excluded } = (await readWorkload([file])).workload
  expect(statements.map(({ sql }) => sql)).toEqual(['select a from t'])
  expect(excluded.map(({ sql }) => sql)).toEqual(['copy t …', '…'])
})

test('a line that is wrong is told by its number, and nothing of it', async () => {
  const file = await write('a.jsonl', '{"sql":"select a from t"}\n{"sql":"select a","calls":"secret"}')
  const error = await readWorkload([file]).catch((problem: unknown) => problem)
  expect(error).toMatchObject({ code: 'bad-file', message: expect.stringMatching(/line 2 .*calls/) })
  expect(String(error)).not.toContain('secret')
  expect((error as Error).cause).toBeUndefined()
})

test('twenty thousand different statements are gathered', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `{"sql":"select a from t where b = 1 and c${i} = ${i}"}`)
  const file = await write('many.jsonl', lines.join('\n'))
  expect((await readWorkload([file])).workload.statements).toHaveLength(20_000)
})

test.each([
  ['no.sql', 'selec', 'bad-file'],
  ['wide.sql', '\0s\0e\0l\0e\0c\0t', 'bad-file'],
  ['cut.gz', gzipSync('select a from t').subarray(0, 20), 'bad-file'],
  ['no.json', '[1, 2]', 'bad-file'],
  ['void.sql', '', 'empty-workload'],
  ['silent.log', '2024-05-01 10:00:00 UTC [42] LOG:  database system is ready', 'empty-workload'],
  ['no.jsonl', '{"sql":', 'bad-file'],
  ['empty.sql', '-- nothing', 'empty-workload'],
  ['ddl.sql', 'create table t ()', 'empty-workload'],
])('%s with %j is refused', async (name, text, code) => {
  await expect(readWorkload([await write(name, text)])).rejects.toMatchObject({ code })
})

test('a path that does not exist is refused', async () => {
  await expect(readWorkload([path.join(folder, 'none')])).rejects.toMatchObject({ code: 'usage' })
})
