import type pg from 'pg'
import type { Connection } from 'pgwright'
import { beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../packages/pgwright/test/database.ts'
import { makePartitionedForm, months } from './partitioned.ts'

let owner: Connection
beforeAll(async () => {
  const { client } = await createDatabase({
    schema: `create table people (id int primary key);
      insert into people values (1), (2);
      create table "Point" (id int primary key, "personId" int references people on delete cascade, at timestamptz not null,
        speed int not null default 0 check (speed >= 0));
      insert into "Point" select i, 1 + i % 2, timestamptz '2024-11-20 UTC' + i * interval '10 hours'
        from generate_series(1, 200) as i`,
  })
  owner = connection(client)
  await makePartitionedForm(owner, {
    table: 'Point',
    column: 'at',
    from: '2024-11-01',
    before: '2025-02-01',
    primaryKey: ['id', 'at'],
    indexes: ['("personId", at)'],
  })
})

test('months are those of the calendar, whatever their length', () => {
  expect(months({ from: '2023-12-01', before: '2024-04-01' })).toEqual([
    { suffix: '_2023_12', from: '2023-12-01 UTC', before: '2024-01-01 UTC' },
    { suffix: '_2024_01', from: '2024-01-01 UTC', before: '2024-02-01 UTC' },
    { suffix: '_2024_02', from: '2024-02-01 UTC', before: '2024-03-01 UTC' },
    { suffix: '_2024_03', from: '2024-03-01 UTC', before: '2024-04-01 UTC' },
  ])
})

test('every row is in the partition of its month, and those beyond the last in the default one', async () => {
  const rows = await owner.query<{ name: string; rows: number }>(
    'select tableoid::regclass::text as name, count(*)::integer as rows from partitioned."Point" group by 1 order by 1',
  )
  expect(rows.map(({ name }) => name)).toEqual([
    'partitioned."Point_2024_11"',
    'partitioned."Point_2024_12"',
    'partitioned."Point_2025_01"',
    'partitioned."Point_default"',
  ])
  expect(await differences()).toEqual([])
})

test('key, check, default and foreign key are those of the table', async () => {
  const constraints = await owner.query(
    `select contype::text as type, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = 'partitioned."Point"'::regclass and contype <> 'n' order by contype`,
  )
  expect(constraints).toEqual([
    { type: 'c', definition: 'CHECK ((speed >= 0))' },
    { type: 'f', definition: 'FOREIGN KEY ("personId") REFERENCES people(id) ON DELETE CASCADE' },
    { type: 'p', definition: 'PRIMARY KEY (id, at)' },
  ])
})

test('whatever is written to the table is in the partitioned form as well', async () => {
  await owner.query(
    `insert into "Point" select i, 1, timestamptz '2025-01-15 UTC', 5 from generate_series(1001, 1100) as i`,
  )
  await owner.query(`update "Point" set at = at + interval '40 days', speed = 9 where id % 3 = 0`)
  await owner.query('delete from "Point" where id % 7 = 0')
  await owner.query('delete from people where id = 2')
  expect(await differences()).toEqual([])
  const [row] = await owner.query<{ rows: number }>('select count(*)::integer as rows from partitioned."Point"')
  expect(row?.rows).toBeGreaterThan(150)
})

/** Rows that one of the two forms has and the other has not. */
function differences() {
  return owner.query(
    `(table "Point" except all table partitioned."Point") union all (table partitioned."Point" except all table "Point")`,
  )
}

function connection(client: pg.Client): Connection {
  return {
    async query<Row>(sql: string, values?: readonly unknown[]) {
      return (await client.query(sql, values && [...values])).rows as Row[]
    },
  }
}
