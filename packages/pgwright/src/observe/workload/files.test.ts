import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWorkload } from './files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workload-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (name: string, text: string) => {
  await writeFile(path.join(folder, name), text)
  return path.join(folder, name)
}

test('a weight before a statement is how often it is called', async () => {
  await write('a.sql', '-- weight: 20\nselect a from t where "ä" = 1;\nselect b from t;')
  const { statements } = await readWorkload([folder])
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
  const { statements } = await readWorkload([file])
  expect(statements.map(({ calls }) => calls)).toEqual([4])
})

test('parameters given as values are planned as such', async () => {
  const file = await write(
    'c.jsonl',
    '{"sql":"select a from t where b = $1 and c = $2 and d = any($3)","params":["it\'s",null,[1]]}',
  )
  const { statements } = await readWorkload([file])
  expect(statements.map(({ sql }) => sql)).toEqual([`select a from t where b = 'it''s' and c = null and d = any($3)`])
})

test.each([
  ['no.sql', 'selec', 'bad-file'],
  ['no.jsonl', '{"sql":', 'bad-file'],
  ['empty.sql', '-- nothing', 'empty-workload'],
  ['ddl.sql', 'create table t ()', 'empty-workload'],
])('%s with %j is refused', async (name, text, code) => {
  await expect(readWorkload([await write(name, text)])).rejects.toMatchObject({ code })
})

test('a path that does not exist is refused', async () => {
  await expect(readWorkload([path.join(folder, 'none')])).rejects.toMatchObject({ code: 'usage' })
})
