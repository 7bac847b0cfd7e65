import { expect, test } from 'vitest'
import { Gathering } from '../../gathering.ts'
import { formatOf } from '../file-format.ts'
import { readLog } from './read-log.ts'

/** The workload of a log's text, whatever its format is. */
async function readText(text: string, database?: string) {
  const lines = text.split('\n')
  const gathering = new Gathering()
  const format = formatOf(lines)
  if (format !== 'csv-log' && format !== 'json-log' && format !== 'plain-log') throw new Error(format)
  const portions = (async function* () {
    yield lines
  })()
  const gaps = await readLog('x.log', format, portions, gathering, database)
  return { ...gathering.workload('test'), gaps, format }
}

const figures = ({ statements }: Awaited<ReturnType<typeof readText>>) =>
  statements.map(({ sql, role, calls, totalMs }) => ({ sql, role, calls, totalMs }))

const time = '2024-05-01 10:00:00.123 UTC'
const csv = (message: string, { detail = '', database = 'shop', severity = 'LOG', session = 'a.1' } = {}) =>
  [time, '"app"', `"${database}"`, '42', '"10.0.0.1:5"', session, '1', '"SELECT"', time, '3/4', '0', severity, '00000']
    .concat([message, detail, '', '', '', '', '', '', '', '"x"', '"client backend"', '', '7'].map(quoted))
    .join(',')
const quoted = (text: string) => (text === '' || text.startsWith('"') ? text : `"${text.replaceAll('"', '""')}"`)

test('csvlog: times, values, several lines, and what other databases ran', async () => {
  const sql = 'select a\nfrom "T"\nwhere b = $1'
  const workload = await readText(
    [
      'end of a message, "cut',
      csv(`duration: 1.5 ms  execute <unnamed>: ${sql}`, { detail: "parameters: $1 = 'it''s'" }),
      csv(`duration: 0.1 ms  bind <unnamed>: ${sql}`),
      csv(`duration: 2.5 ms  execute S_1/C_2: ${sql}`, { detail: 'Parameters: $1 = NULL' }),
      csv(`duration: 3 ms  execute fetch from S_1/C_2: ${sql}`, { detail: 'Parameters: $1 = NULL' }),
      csv('duration: 9 ms  statement: select c from t', { database: 'other' }),
      csv(`duration: 0.1 ms  bind <unnamed>: ${sql}`, { database: 'other' }),
      csv('automatic vacuum of table "other.public.t": index scans: 0', { database: 'other', session: '' }),
      csv('checkpoint starting: time'),
    ].join('\n'),
    'shop',
  )
  expect(workload.format).toBe('csv-log')
  expect(figures(workload)).toEqual([{ sql, role: 'app', calls: 2, totalMs: 7 }])
  expect(workload.statements[0]?.samples?.map((sample) => sample.sql.replaceAll('\n', ' '))).toEqual([
    `select a from "T" where b = 'it''s'`,
    `select a from "T" where b = null`,
  ])
  expect(workload.excluded).toEqual([{ sql: '…', reason: 'It was logged in the database "other".' }])
})

test('jsonlog: a statement that is logged when it starts gets its time from the message when it ends', async () => {
  const json = (message: string, rest = {}) =>
    JSON.stringify({
      timestamp: time,
      user: 'app',
      dbname: 'shop',
      session_id: 'a',
      error_severity: 'LOG',
      message,
      ...rest,
    })
  const workload = await readText(
    [
      json('statement: select a from t where b = 1'),
      json('statement: select a from t where b = 2', { session_id: 'b' }),
      json('duration: 4 ms'),
      json('duration: 3 ms', { session_id: 'b' }),
      json('statement: select failed from t'),
      json('column "failed" does not exist', { error_severity: 'ERROR' }),
      json('execute x: select d from t where e = $1', { detail: "parameters: $1 = '7'" }),
      `${json('statement: select cut from t').slice(0, -20)}`,
    ].join('\n'),
  )
  expect(workload.format).toBe('json-log')
  expect(figures(workload)).toEqual([
    { sql: 'select a from t where b = $1', role: 'app', calls: 2, totalMs: 7 },
    { sql: 'select d from t where e = $1', role: 'app', calls: 1, totalMs: 0 },
  ])
})

test.each([
  ['%m [%p] ', `${time} [42] `, null],
  [
    '%t [%p]: user=%u,db=%d,app=%a,client=%h ',
    '2024-05-01 10:00:00 UTC [42]: user=app,db=shop,app=x y,client=10.0.0.1 ',
    'app',
  ],
  ['%m [%p] %q%u@%d ', `${time} [42] app@shop `, 'app'],
  ['%t:%r:%u@%d:[%p]:', '2024-05-01 10:00:00 UTC:10.0.0.1(3345):app@shop:[42]:', 'app'],
  ['', '', null],
])('standard error with log_line_prefix %j', async (_, prefix, role) => {
  const workload = await readText(
    [
      '\tand b = 7',
      `${prefix}LOG:  duration: 1.250 ms  statement: select a`,
      '\tfrom t',
      "\twhere b = 'LOG:  no'",
      `${prefix}LOG:  duration: 2 ms  execute <unnamed>: select a from u where b = $1`,
      `${prefix}DETAIL:  parameters: $1 = 'two`,
      "\tlines'",
      `${prefix}ERROR:  relation "x" does not exist at character 15`,
      `${prefix}STATEMENT:  select a from x`,
    ].join('\n'),
  )
  expect(workload.format).toBe('plain-log')
  expect(figures(workload)).toEqual([
    { sql: 'select a from u where b = $1', role, calls: 1, totalMs: 2 },
    { sql: "select a\nfrom t\nwhere b = 'LOG:  no'", role, calls: 1, totalMs: 1.25 },
  ])
  expect(workload.statements[0]?.samples).toEqual([{ sql: "select a from u where b = 'two\nlines'", calls: 1 }])
})

test('where nothing tells sessions apart, no message is taken for a part of another', async () => {
  const workload = await readText(
    [
      'LOG:  statement: select a from t',
      'LOG:  duration: 2 ms  statement: select b from t',
      'LOG:  duration: 500 ms',
      'ERROR:  column "c" does not exist',
      'LOG:  duration: 3 ms  statement: select b from t',
    ].join('\n'),
  )
  expect(figures(workload)).toEqual([
    { sql: 'select b from t', role: null, calls: 2, totalMs: 5 },
    { sql: 'select a from t', role: null, calls: 1, totalMs: 0 },
  ])
})

test.each([
  [
    'text',
    "Query Text: select a\nfrom t where b = $1\nQuery Parameters: $1 = '5'\nSeq Scan on t  (cost=0.00..35.50 rows=10 width=4)\n  Filter: (b = 5)",
  ],
  [
    'json',
    `{\n  "Query Text": "select a\\nfrom t where b = $1",\n  "Query Parameters": "$1 = '5'",\n  "Plan": {\n    "Node Type": "Seq Scan"\n  }\n}`,
  ],
  [
    'xml',
    `<explain xmlns="http://www.postgresql.org/2009/explain">\n  <Query-Text>select a\nfrom t where b = $1</Query-Text>\n  <Query-Parameters>$1 = '5'</Query-Parameters>\n</explain>`,
  ],
  [
    'yaml',
    `Query Text: "select a\\nfrom t where b = $1"\nQuery Parameters: "$1 = '5'"\nPlan: \n  Node Type: "Seq Scan"`,
  ],
])('auto_explain in %s, once where the statement is logged too', async (_, plan) => {
  const prefix = `${time} [42] `
  const workload = await readText(
    [
      `${prefix}LOG:  duration: 3 ms  plan:\n${plan}`.replaceAll('\n', '\n\t'),
      `${prefix}LOG:  duration: 6 ms  execute <unnamed>: select a\n\tfrom t where b = $1`,
      `${prefix}DETAIL:  Parameters: $1 = '5'`,
      `${prefix}LOG:  duration: 5 ms  plan:\n${plan}`.replaceAll('\n', '\n\t'),
    ].join('\n'),
  )
  expect(figures(workload)).toEqual([{ sql: 'select a\nfrom t where b = $1', role: null, calls: 2, totalMs: 9 }])
  expect(workload.statements[0]?.samples).toEqual([{ sql: "select a from t where b = '5'", calls: 2 }])
})

test('cursors are what they are for, prepared statements what they run, and the rest of the protocol is left out', async () => {
  const prefix = `${time} [42] `
  const workload = await readText(
    [
      `${prefix}LOG:  duration: 1 ms  statement: DECLARE c NO SCROLL CURSOR WITH HOLD FOR select a from t where b > 5`,
      `${prefix}LOG:  duration: 1 ms  statement: FETCH 100 FROM c`,
      `${prefix}LOG:  duration: 1 ms  statement: execute p(7)`,
      `${prefix}DETAIL:  prepare: prepare p (int) as select c from t where d = $1`,
      `${prefix}LOG:  duration: 1 ms  statement: COPY t FROM stdin`,
      `${prefix}LOG:  duration: 1 ms  statement: select a from t where b = 'secr`,
      `${prefix}LOG:  duration: 1 ms  statement: insert into t values (1), (2), (3)`,
    ].join('\n'),
  )
  expect(workload.statements.map(({ sql, rows }) => [sql, rows])).toEqual(
    expect.arrayContaining([
      ['select a from t where b > 5', 1],
      ['select c from t where d = $1', 1],
      ['insert into t values (1), (2), (3)', 3],
    ]),
  )
  expect(workload.excluded.map(({ sql }) => sql)).toEqual(['fetch …', 'copy t …', 'select …'])
  expect(JSON.stringify(workload.excluded)).not.toContain('secr')
})

test('a log without statements is told as a gap', async () => {
  expect((await readText(`${time} [1] LOG:  database system is ready`)).gaps).toMatchObject([{ object: 'x.log' }])
})
