import { expect, test } from 'vitest'
import { observe } from './observe.ts'
import { readSnapshot } from './snapshot-file.ts'
import { openZoo } from './testing/zoo.ts'

const zoo = await openZoo(`
  do $$ begin
    for i in 1..60 loop
      execute format('create table t%1$s (id int primary key, v text, n int check (n > 0));
        create index on t%1$s (v) where n > 1; create view v%1$s as select id, lower(v) as v from t%1$s', i);
      execute format('create function f%1$s() returns int language sql as ''select 1''', i);
    end loop;
  end $$`)

/** What other sessions may do to a table while the catalog is read. */
const changes = [
  (i: number) => `drop table t${i} cascade; drop function f${i}()`,
  (i: number) => `alter table t${i} rename to "renamed ${i}"`,
  (i: number) => `drop view v${i}; alter table t${i} drop column v, add column w int`,
  (i: number) => `drop index t${i}_v_idx; create index t${i}_v_idx on t${i} (n)`,
]

test('a source that changes while it is read gives a whole snapshot, and what is missing is told', async () => {
  const other = await zoo.connect()
  await other.query(`set lock_timeout = '50ms'`)
  const session = await zoo.connect()
  let next = 1
  for (const at of [3, 6, 8, 10, 12, 16, 20, 30, 45, 60, 80]) {
    await session.query('begin isolation level repeatable read read only')
    let queries = 0
    const query = session.query.bind(session) as (...given: unknown[]) => Promise<unknown>
    const changing = Object.assign(Object.create(session), {
      query: async (...given: unknown[]) => {
        const change = changes[next % changes.length]
        if (++queries === at && change !== undefined) await other.query(change(next++)).catch(() => {})
        return query(...given)
      },
    }) as typeof session
    const snapshot = await observe(changing)
    await session.query('rollback')
    expect(readSnapshot(JSON.stringify(snapshot))).toEqual(snapshot)
    const tables = new Set(snapshot.relations.map(({ name }) => name))
    expect(snapshot.indexes.filter(({ table, definition }) => !tables.has(table) || definition === null)).toEqual([])
    expect(snapshot.constraints.filter(({ table }) => !tables.has(table))).toEqual([])
  }
})
