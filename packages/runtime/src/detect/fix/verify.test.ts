import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { instrument } from '../../drivers/pg.ts'
import { withScope } from '../../scope/index.ts'
import { createTenants } from '../../tenants/index.ts'
import { findingsOf, type RuntimeFinding, verifyFix, watchScope } from '../index.ts'
import { blogPool } from '../testing/blog.ts'

instrument(pg)
const pool = await blogPool()
afterAll(() => pool.end())

async function repeated(text: string, column = 'id', extra: readonly unknown[] = []): Promise<RuntimeFinding> {
  const [finding] = await withScope(null, async (scope) => {
    const { watch, end } = watchScope(scope)
    const { rows } = await pool.query('select id, name, manager_id from author order by id desc limit 15')
    for (const row of rows) await pool.query(text, [row[column], ...extra])
    end()
    return findingsOf(watch)
  })
  if (finding === undefined) throw new Error('nothing was found')
  return finding
}

test.each([
  ['select title from post where author_id = $1'],
  ['select * from post where author_id = $1'],
  ['select p.author_id as author_id, p.title from post as p where $1 = p.author_id and p.title <> $2', 't9'],
  ['select id, title from post where author_id in ($1)'],
  ['select title, created from (select title, now() as created, author_id from post) as p where author_id = $1'],
  ['select p.* from post p where p.author_id = $1'],
  ['select author_id, title from post where author_id = $1;'],
  ['select id as author_id, title from post where author_id = $1'],
  ['select *, id as author_id from post where author_id = $1'],
  ['select count(*), max(id) from post where author_id = $1'],
  ['select title from post where author_id = $1 order by title desc limit $2', 3],
  ['select distinct left(title, 2) from post where author_id = $1'],
  ['select a.name, p.title from author a left join post p on p.author_id = a.id and p.id > 200100 where a.id = $1'],
  ['with own as (select * from post where author_id = $1) select count(*) from own'],
  ['SELECT "title" FROM "post" WHERE "author_id" = $1 AND ("id" > 200200 OR "title" LIKE \'t1%\')'],
  ['select name from author where manager_id = $1'],
])('the fix gives the same rows for every key: %s', async (text, ...extra) => {
  const finding = await repeated(text, 'id', extra)
  const verified = await verifyFix(pool, finding)
  expect(verified, finding.fix?.sql).toMatchObject({
    same: true,
    reason: null,
    keys: 15,
    before: { roundTrips: 15 },
    after: { roundTrips: 1 },
  })
})

test('what calls a function that may do another thing each time is not tried', async () => {
  await pool.query(`create function noted(int) returns int language sql volatile as 'select $1'`)
  const finding = await repeated('select noted(id) from post where author_id = $1')
  expect(await verifyFix(pool, finding)).toMatchObject({ same: null, reason: expect.stringContaining('noted') })
})

test('what may look at settings of the session that asked is undecided: by a setting, a policy, a view', async () => {
  const told = async (text: string, before?: string) => {
    const client = await pool.connect()
    const finding = await withScope(null, async (scope) => {
      const { watch, end } = watchScope(scope)
      if (before !== undefined) await client.query(before)
      const { rows } = await client.query('select id from author order by id desc limit 5')
      for (const { id } of rows) await client.query(text, [id])
      await client.query('discard all')
      end()
      return findingsOf(watch).find(({ check }) => check === 'n-plus-one')
    })
    client.release()
    return finding && (await verifyFix(pool, finding))
  }
  await pool.query(`create function tenant() returns int language plpgsql stable as $$ begin return 1; end $$;
    create view own_post as select * from post where author_id >= tenant();
    create table guarded as select * from post;
    alter table guarded enable row level security, force row level security;
    create policy one on guarded using (title <> current_setting('app.tenant', true));
    create role reader; grant select on guarded to reader`)
  const plain = 'select title from post where author_id = $1'
  expect(await told(plain)).toMatchObject({ same: true })
  expect(await told(plain, `select set_config('app.tenant', '7', false)`)).toMatchObject({
    same: null,
    reason: expect.stringContaining('app.tenant'),
  })
  expect(await told('select title from own_post where author_id = $1')).toMatchObject({
    same: null,
    reason: expect.stringContaining('it calls tenant, by itself, a view or row security'),
  })
  const finding = await repeated('select title from guarded where author_id = $1')
  const asReader = new pg.Pool({ ...pool.options, options: '-c role=reader' })
  expect(await verifyFix(asReader, finding)).toMatchObject({
    same: null,
    reason: expect.stringContaining('current_setting'),
  })
  await asReader.end()
})

test('what is asked by a tenant is undecided, though its setting is sent along with the first statement', async () => {
  const tenants = createTenants(pool, { setting: 'app.tenant', type: 'text' })
  const finding = await withScope(null, async (scope) => {
    const { watch, end } = watchScope(scope)
    const { rows } = await pool.query('select id from author order by id desc limit 5')
    await tenants.run('7', async (tenant) => {
      for (const { id } of rows) await tenant.query('select id, title from post where author_id = $1', [id])
    })
    end()
    return findingsOf(watch).find(({ check }) => check === 'n-plus-one')
  })
  expect(finding && (await verifyFix(pool, finding))).toMatchObject({
    same: null,
    reason: 'its session had a setting set, which a session of its own has not',
  })
})

test('where none of the rows that the program saw is there any more, nothing is claimed', async () => {
  await pool.query('create table passing as select * from post')
  const finding = await repeated('select title from passing where author_id = $1')
  await pool.query('truncate passing')
  expect(await verifyFix(pool, finding)).toMatchObject({ same: null, reason: expect.stringContaining('sees none') })
})

test('a fix that gives other rows is told to', async () => {
  const finding = await repeated('select title from post where author_id = $1')
  const wrong = {
    ...finding,
    fix: {
      sql: 'select author_id, title from post where author_id = any($1) and id % 2 = 0',
      keysBefore: 1,
      keyColumn: null,
    },
  }
  expect(await verifyFix(pool, wrong)).toMatchObject({
    same: false,
    reason: expect.stringMatching(/of 15 keys, \d+ have other rows/),
  })
})

test('where no session is to be had, or a key has no one text, it is said that nothing was verified', async () => {
  const finding = await repeated('select title from post where author_id = $1')
  const nobody = { connect: () => Promise.reject(new Error('no server')) } as unknown as typeof pool
  expect(await verifyFix(nobody, finding)).toMatchObject({ same: null, reason: 'no server' })
  const statements = finding.statements.map((one) => ({ ...one, values: [new Date(0)] }))
  expect(await verifyFix(pool, { ...finding, statements })).toMatchObject({
    same: null,
    reason: expect.stringContaining('dates'),
  })
})

test('a key of a type that no cast can name has a fix only where none is needed', async () => {
  await pool.query(`create type mood as enum ('bright', 'gloomy', 'so-so', 'elated');
    create table mooded (mood mood, note text); insert into mooded select unnest(enum_range(null::mood)), 'x'`)
  const fixOf = async (text: string) => {
    const [finding] = await withScope(null, async (scope) => {
      const { watch, end } = watchScope(scope)
      const { rows } = await pool.query('select distinct mood from mooded order by mood')
      for (const row of rows) await pool.query(text, [row.mood])
      end()
      return findingsOf(watch)
    })
    return finding
  }
  const plain = await fixOf('select note from mooded where mood = $1')
  expect(plain && (await verifyFix(pool, plain))).toMatchObject({ same: true })
  expect(await fixOf('select count(*) from mooded where mood = $1')).toMatchObject({ check: 'n-plus-one', fix: null })
})
