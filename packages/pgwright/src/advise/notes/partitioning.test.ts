import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { RelationSize, Snapshot } from '../../model/index.ts'
import { redact } from '../../observe/index.ts'
import { scaleSize } from '../../twin/what-if/growth/index-growth.ts'
import { adviseOn, type TestStatement } from '../testing/advised.ts'

let database: TestDatabase
beforeAll(async () => {
  const log = '(id bigint not null, at timestamptz not null, line text not null)'
  const lines = `select i, now() - interval '334 days' + i * interval '20 min', repeat('l', 60) from generate_series(1, 24000) i`
  database = await createDatabase({
    schema: `create table booking (id bigint primary key, hotel int not null, night date not null, price int not null, note text not null);
      insert into booking select i, i % 300, date '2024-01-01' + (i::bigint * 7919 % 731)::int, i % 97, repeat('n', 80)
        from generate_series(1, 24000) i;
      create table log ${log};
      insert into log ${lines};
      create index on log (at);
      create index on log (id);
      create table kept (like log including indexes);
      insert into kept select * from log;
      create function keep() returns trigger language plpgsql as 'begin return old; end';
      create trigger keep before delete on kept for each row execute function keep();
      create table parted (like booking) partition by range (id);
      create table parted_1 partition of parted for values from (0) to (1000000);
      insert into parted select * from booking;
      create table pointed (like booking, primary key (id));
      insert into pointed select * from booking;
      create table pointer (booking bigint references pointed);
      analyze`,
  })
})

/** A thousand times as many rows, from the same time. */
function enlarged(snapshot: Snapshot): Snapshot {
  const scaled = <T extends { readonly size: RelationSize }>(one: T): T => ({ ...one, size: scaleSize(one.size, 1000) })
  return { ...snapshot, relations: snapshot.relations.map(scaled), indexes: snapshot.indexes.map(scaled) }
}

const perMonth = (snapshot: Snapshot): Snapshot => ({
  ...enlarged(snapshot),
  workload: { ...snapshot.workload, periodMs: 30 * 86_400_000 },
})

const byNight = `select hotel, max(note), sum(price) from booking where night >= $1 and night < $2 group by hotel`
const byId = { sql: 'select * from booking where id = $1', calls: 10_000 }
const deletion = { sql: 'delete from log where at < $1', calls: 30, rows: 900_000 }
const logged = { sql: 'select * from log where at > $1 order by at limit 100' }

const noted = async (statements: readonly TestStatement[], changed = enlarged) =>
  (await adviseOn(database, statements, {}, changed)).notes.filter(({ kind }) => kind === 'partitioning')

describe('a large table of which ranges are read', () => {
  test('is noted with what partitions would cost, and what is lost', async () => {
    const [note, another] = await noted([{ sql: byNight }, byId])
    expect(another).toBeUndefined()
    expect(note?.title).toMatch(/^Ranges of night are read from public\.booking/)
    expect(note?.statements).toMatchObject([{ sql: byNight }])
    expect(note?.evidence).toMatch(
      /about 24,000,000 rows. Cut by night for every month, it makes about 24 partitions of 1,000,000 rows/,
    )
    expect(note?.evidence).toMatch(
      /falls from \d{3},\d{3} to \d{2},\d{3} a call; .*'s falls by 9\d %.*estimates, for values drawn from statistics/,
    )
    expect(note?.evidence).toMatch(/One statement becomes dearer, from 8 to 2\d\d a call/)
    expect(note?.advice).toMatch(/Each unique key must contain night, .*: booking_pkey \(id\)\. No foreign key/)
  })

  test.each([
    ['which is small', byNight, [], (snapshot: Snapshot) => snapshot],
    ['of which no lengths are known', byNight, [], (snapshot: Snapshot) => redact(enlarged(snapshot))],
    ['which is mostly read in another way', byNight, [{ ...byId, calls: 10_000_000 }]],
    ['of which nothing else is read than rows by their key', byId.sql, []],
    ['whose rows would move', byNight, [{ sql: 'update booking set night = $1 where id = $2', rows: 100 }]],
    [
      'a key of which must hold over the whole',
      byNight,
      [{ sql: 'insert into booking values ($1, $2, $3, $4, $5) on conflict (id) do nothing', rows: 100 }],
    ],
    ['to which a foreign key points', byNight.replace('booking', 'pointed'), []],
    ['of which an index gives them as well', 'select * from log where at >= $1 and at < $2', []],
    ['which is in partitions', byNight.replace('booking', 'parted'), []],
    ['of another column', 'select * from booking where price > $1', []],
  ])('is not noted where it is one %s', async (_, sql, others, changed = enlarged) => {
    expect(await noted([{ sql }, ...others], changed)).toEqual([])
  })

  test('is noted where the range is told from the time', async () => {
    const sql = `select max(line) from scattered where at >= now() - interval '7 days'`
    await database.client.query(
      'create table scattered as select * from log order by id * 7919 % 24001; analyze scattered',
    )
    try {
      const [note] = await noted([{ sql }])
      expect(note?.evidence).toMatch(/falls from \d{3},\d{3} to \d\d,\d{3} a call/)
    } finally {
      await database.client.query('drop table scattered')
    }
  })
})

describe('a large table of which old rows are deleted', () => {
  test('is noted with how many they are', async () => {
    const [note] = await noted([deletion, logged], perMonth)
    expect(note?.title).toBe('Old rows of public.log are deleted by at: partitions by it could be dropped.')
    expect(note?.statements).toMatchObject([{ sql: deletion.sql }])
    expect(note?.evidence).toMatch(
      /deletes 900,000 rows by it in 30 calls, about 30,000 a day .* up to 2 index entries/,
    )
    expect(note?.advice).toMatch(
      /Detach and drop a partition once all of it is old.*Its unique keys, if any, contain at/,
    )
  })

  test('is noted where they are deleted a portion at a time', async () => {
    const sql = 'delete from log where id in (select id from log where at < $1 limit 1000)'
    expect(await noted([{ ...deletion, sql }, logged])).toHaveLength(1)
  })

  test('is noted by a number that grows along with it', async () => {
    const [note] = await noted([{ ...deletion, sql: 'delete from log where id < $1' }, logged])
    expect(note?.evidence).toMatch(/Cut by id for every 1,000, it makes about 24 partitions of 1,000,000 rows/)
  })

  test.each([
    ['few', { ...deletion, rows: 10_000 }],
    ['not known how many', { ...deletion, rows: 0 }],
    ['chosen by something else too', { ...deletion, sql: `delete from log where at < $1 and line like 'x%'` }],
    ['told by a number that does not grow', { ...deletion, sql: 'delete from booking where price < $1' }],
    ['kept by a trigger', { ...deletion, sql: 'delete from kept where at < $1' }],
  ])('is not noted where they are %s', async (_, statement) => {
    expect(await noted([statement, logged])).toEqual([])
  })

  test('is not noted where partitions would make the rest dearer', async () => {
    expect(await noted([deletion, { sql: 'select * from log where id = $1', calls: 1_000_000 }])).toEqual([])
  })
})
