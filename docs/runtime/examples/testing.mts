import assert from 'node:assert/strict'
import { instrument } from '@pgwright/runtime/pg'
import { countQueries, expectConstantQueries, expectNoNPlusOne, expectQueryCount } from '@pgwright/runtime/testing'
import pg from 'pg'

instrument(pg)
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query(`
  create table author (id int primary key, name text);
  create table post (id int primary key, author_id int references author, title text);
  insert into author select 100000 + i, 'author ' || i from generate_series(1, 20) i;
  insert into post select i, 100001 + i % 20, 'title ' || i from generate_series(1, 200) i`)

async function oneByOne(authors: number): Promise<void> {
  const { rows } = await pool.query('select id from author order by id limit $1', [authors])
  for (const { id } of rows) await pool.query('select title from post where author_id = $1', [id])
}

async function atOnce(authors: number): Promise<void> {
  const { rows } = await pool.query('select id from author order by id limit $1', [authors])
  await pool.query('select author_id, title from post where author_id = any($1)', [rows.map(({ id }) => id)])
}

await expectNoNPlusOne(() => atOnce(20))
await expectQueryCount(() => atOnce(20), 2)
await expectConstantQueries(atOnce)
assert.equal((await countQueries(() => oneByOne(20))).count, 21)

// The error names the line, the statement, where its values come from, and the fix.
await assert.rejects(
  expectNoNPlusOne(() => oneByOne(20)),
  /testing\.mts:\d+ in oneByOne[\s\S]*author\.id → \$1[\s\S]*any\(\$1\)/,
)
await assert.rejects(expectConstantQueries(oneByOne), /20 × select title from post/)
await pool.end()
