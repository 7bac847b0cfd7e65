import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pgwright } from '../../test/cli.ts'
import { createDatabase } from '../../test/database.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { traceResultSchema } from '../model/index.ts'

const folder = scratchFolder()
const database = await createDatabase({
  schema: `create table author (id int primary key, name text);
    create table post (id int primary key, author_id int references author, title text);
    insert into author select i, 'a' || i from generate_series(100001, 100010) i;
    insert into post select i, 100001 + i % 10, 'secret ' || i from generate_series(1, 100) i`,
})
const pg = createRequire(import.meta.url).resolve('pg')

async function program(name: string, body: string): Promise<string> {
  const file = path.join(folder, name)
  const connection = JSON.stringify(database.url)
  await writeFile(
    file,
    `import pg from ${JSON.stringify(pg)}\nconst pool = new pg.Pool({ connectionString: ${connection}, max: 2 })\n${body}`,
  )
  return file
}

const nPlusOne = `const { rows } = await pool.query('select id from author order by id')
for (const { id } of rows) await pool.query('select title from post where author_id = $1 and title <> \\'secret x\\'', [id])`

async function traced(file: string, ...options: readonly string[]) {
  const out = path.join(folder, 'trace.jsonl')
  const run = await pgwright(['trace', '--json', '--out', out, ...options, '--', process.execPath, file])
  return { ...run, result: traceResultSchema.parse(JSON.parse(run.stdout)), lines: await readFile(out, 'utf8') }
}

test('a program is traced with no change of its code, its fix verified, its statements written down without values', async () => {
  const file = await program(
    'plain.mjs',
    `${nPlusOne}\nawait pool.query("select name from author where name = 'secret 7'")\nconsole.log('done')\nawait pool.end()`,
  )
  const { code, stderr, result, lines } = await traced(file, '--verify', '--fail-on', 'warning')
  expect(stderr).toBe('done\n')
  expect(code).toBe(1)
  expect(result).toMatchObject({ exitCode: 0, processes: 1, requests: 0, roundTrips: 12 })
  expect(result.findings).toHaveLength(1)
  expect(result.findings[0]).toMatchObject({
    checkId: 'n-plus-one',
    fix: ['select author_id, title from post where author_id = any($1) and title <> $2'],
    evidence: {
      file,
      line: 4,
      from: ['author.id → $1'],
      source: 'select id from author order by id',
      times: 10,
      fixGivesTheSameRows: true,
      roundTripsBefore: 10,
      roundTripsAfter: 1,
    },
  })
  expect(JSON.parse(lines.split('\n')[1] ?? '')).toMatchObject({
    sql: 'select title from post where author_id = $1 and title <> $2',
    calls: 10,
  })
  expect(lines).toContain('select name from author where name = $1')
  expect(lines + JSON.stringify(result)).not.toContain('secret')
  const advised = await pgwright(['advise', database.url, '--workload', path.join(folder, 'trace.jsonl'), '--json'])
  expect(advised.code, advised.stderr).toBe(0)
})

const server = (end: string) => `import http from 'node:http'
const server = http.createServer(async (request, response) => {
  if (request.url === '/once') await pool.query('select 1 + $1::int', [1])
  else if (request.url === '/tenant') {
    const client = await pool.connect()
    await client.query('begin')
    await client.query("select set_config('app.tenant', $1, true)", ['7'])
    const { rows } = await client.query('select id from author order by id')
    for (const { id } of rows) await client.query('select id, title from post where author_id = $1', [id])
    await client.query('commit')
    client.release()
  } else { ${nPlusOne} }
  response.end()
}).listen(0, async () => {
  const at = 'http://127.0.0.1:' + server.address().port
  await Promise.all(['/authors/7?x=1', '/authors/8', '/once', '/once', '/tenant'].map(async (url) => (await fetch(at + url)).text()))
  ${end}
})`

test('each request to a server is looked at by itself, and its fix verified when the server has closed', async () => {
  const { code, result } = await traced(
    await program('server.mjs', server('await pool.end(); server.close()')),
    '--verify',
  )
  expect(code).toBe(0)
  expect(result).toMatchObject({ requests: 5, roundTrips: 38, linesNotKnown: [] })
  expect(result.findings).toHaveLength(2)
  expect(result.findings).toMatchObject([
    {
      checkId: 'n-plus-one',
      evidence: { route: 'GET /authors/:id', times: 10, requests: 2, fixGivesTheSameRows: true, roundTripsAfter: 1 },
    },
    {
      checkId: 'n-plus-one',
      evidence: {
        route: 'GET /tenant',
        fixGivesTheSameRows: null,
        fixNotVerified: 'its session had app.tenant set, which a session of its own has not',
      },
    },
  ])
})

test('a server that a signal ends has its fixes verified before, unless it listens to the signal itself', async () => {
  const signal = "process.kill(process.pid, 'SIGTERM')"
  const killed = await traced(await program('killed.mjs', server(signal)), '--verify')
  expect(killed).toMatchObject({ code: 2, stderr: expect.stringContaining('by a signal'), result: { exitCode: null } })
  expect(killed.result.findings[0]).toMatchObject({ evidence: { fixGivesTheSameRows: true } })
  const own = `process.once('SIGTERM', () => process.exit(4)); ${signal}`
  const closing = await traced(await program('own.mjs', server(own)), '--verify')
  expect(closing).toMatchObject({ code: 2, result: { exitCode: 4 } })
  expect(closing.result.findings).toHaveLength(2)
})

test('what people read names the line, the evidence and the statement to ask in its place', async () => {
  const file = await program('read.mjs', `${nPlusOne}\nawait pool.end()`)
  const { stdout } = await pgwright([
    'trace',
    '--out',
    path.join(folder, 'read.jsonl'),
    '--verify',
    '--',
    process.execPath,
    file,
  ])
  expect(stdout).toContain(`n-plus-one  ${file}:4`)
  expect(stdout).toContain('author.id → $1')
  expect(stdout).toContain('select author_id, title from post where author_id = any($1) and title <> $2')
  expect(stdout).toMatch(/verified: the same rows for every key; 10 round trips in .* then 1 in/)
})

test('a program that fails, that can not be started, or that asks nothing is told so', async () => {
  const failing = await program('failing.mjs', `${nPlusOne}\nprocess.exit(3)`)
  const failed = await traced(failing)
  expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining('ended with 3'), result: { exitCode: 3 } })
  expect(failed.result.findings).toHaveLength(1)
  const missing = await pgwright(['trace', '--', path.join(folder, 'nothing')])
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such program') })
  const quiet = await pgwright(['trace', '--out', path.join(folder, 'quiet.jsonl'), '--', process.execPath, '-e', '0'])
  expect(quiet).toMatchObject({ code: 0, stderr: expect.stringContaining('No statement was seen') })
})
