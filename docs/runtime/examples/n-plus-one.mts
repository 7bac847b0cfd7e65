import assert from 'node:assert/strict'
import { allow, findingsOf, verifyFix, watchScope, withScope } from '@pgwright/runtime'
import { instrument } from '@pgwright/runtime/pg'
import pg from 'pg'

instrument(pg)
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 })
await pool.query(`
  create table author (id int primary key, name text);
  create table post (id int primary key, author_id int references author, title text);
  insert into author select 100000 + i, 'author ' || i from generate_series(1, 20) i;
  insert into post select i, 100001 + i % 20, 'title ' || i from generate_series(1, 200) i`)

async function listAuthors(): Promise<void> {
  const { rows } = await pool.query('select id, name from author order by id')
  await Promise.all(rows.map(({ id }) => pool.query('select title from post where author_id = $1', [id])))
}

// The middleware of your framework opens a scope for each request.
const findings = await withScope('GET /authors', async (scope) => {
  const { watch, end } = watchScope(scope)
  await listAuthors()
  end()
  return findingsOf(watch)
})

const [finding] = findings
assert.equal(finding?.check, 'n-plus-one')
assert.equal(finding.times, 20)
assert.deepEqual(finding.from, ['author.id → $1'])
assert.match(finding.site?.file ?? '', /n-plus-one\.mts$/)
assert.equal(finding.fix?.sql, 'select author_id, title from post where author_id = any($1)')
// The fix is run beside what it replaces, and the rows of each key are compared.
assert.equal((await verifyFix(pool, finding)).same, true)

const allowed = await withScope('GET /authors', async (scope) => {
  const { watch, end } = watchScope(scope)
  await allow('there are never more than twenty', listAuthors)
  end()
  return findingsOf(watch)
})
assert.deepEqual(allowed, [])
await pool.end()
