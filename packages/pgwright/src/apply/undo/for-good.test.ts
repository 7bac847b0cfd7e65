import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import type { DatabaseObject } from '../../model/index.ts'
import { dropObjectSql } from '../../sql/index.ts'
import { applyPlan, requireApplicable, rollbackRun } from '../index.ts'
import type { Connect } from '../runner.ts'
import { connector } from '../testing/plan.ts'
import { planOfSteps, stepOf } from '../testing/steps.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

let database: TestDatabase
let connect: Connect

beforeAll(async () => {
  database = await createDatabase({
    schema: `create table t (id int, part int not null, during int4range, constraint apart exclude using gist (during with &&),
        constraint own unique (part));
      insert into t (id, part) select i, i from generate_series(1, 20) as i;
      create table parted (id int, part int, primary key (id, part)) partition by list (part);
      create table one partition of parted for values in (1);
      alter table parted add constraint of_t foreign key (part) references t (part);
      create function touch() returns trigger language plpgsql as 'begin return new; end';
      create trigger everywhere before insert on parted for each row execute function touch();
      create trigger elsewhere before insert on parted for each row execute function touch();
      alter table one disable trigger elsewhere;
      create view ruled as select * from t; create rule no_rows as on insert to ruled do instead nothing;
      create view given as select * from t; create materialized view held as select * from t`,
  })
  const { client, name } = database
  await client.query(`create role giver_${name}; grant select on given to giver_${name} with grant option;
    set role giver_${name}; grant select on given to pg_monitor; reset role`)
  connect = connector(database.url)
})

beforeEach(() => database.client.query('drop schema if exists pgwright cascade'))

const drop = (type: DatabaseObject['type'], ...names: string[]) => {
  const object = { type, names: ['public', ...names] }
  return planOfSteps([stepOf(dropObjectSql(object), { kind: 'object-absent', ...object })])
}

describe('what can not be brought back is told before anything is done', () => {
  test.each([
    ['an exclusion constraint', drop('table constraint', 't', 'apart')],
    ['the key of a partitioned table', drop('table constraint', 'parted', 'parted_pkey')],
    ['the foreign key of a partitioned table', drop('table constraint', 'parted', 'of_t')],
    ['a trigger that a partition has otherwise', drop('trigger', 'parted', 'elsewhere')],
    ['a view with rules', drop('view', 'ruled')],
    ['a view with grants that another role made', drop('view', 'given')],
    ['a materialized view', drop('materialized view', 'held')],
    ['a column', drop('table column', 't', 'id')],
    ['a function', drop('function', 'touch')],
  ])('%s', async (_, plan) => {
    expect(await requireApplicable(connect, plan)).toEqual(plan.changes[0]?.steps)
  })
})

test('a trigger of a partitioned table comes back with those of its partitions', async () => {
  const before = await wholeCatalog(database)
  const run = await applyPlan(connect, drop('trigger', 'parted', 'everywhere'))
  expect(await wholeCatalog(database)).not.toBe(before)
  await rollbackRun(connect, run.id)
  expect(await wholeCatalog(database)).toBe(before)
})

describe('a unique constraint', () => {
  const plan = drop('table constraint', 't', 'own')

  test('with a foreign key on it is not dropped', async () => {
    const before = await wholeCatalog(database)
    await expect(applyPlan(connect, plan)).rejects.toMatchObject({ code: 'server' })
    expect(await wholeCatalog(database)).toBe(before)
    await database.client.query('alter table parted drop constraint of_t')
  })

  test('does not come back over values that are there twice by now, and does when they are gone', async () => {
    const before = await wholeCatalog(database)
    const run = await applyPlan(connect, plan)
    await database.client.query('insert into t (part) values (1)')
    await expect(rollbackRun(connect, run.id)).rejects.toMatchObject({ code: 'server' })
    expect(await wholeCatalog(database)).not.toContain('own UNIQUE')
    await database.client.query('delete from t where id is null')
    expect(await rollbackRun(connect, run.id)).toMatchObject({ state: 'rolled-back' })
    expect(await wholeCatalog(database)).toBe(before)
  })

  test('is left alone where another has its name by now', async () => {
    const run = await applyPlan(connect, plan)
    await database.client.query('alter table t add constraint own check (part > 0)')
    await expect(rollbackRun(connect, run.id)).rejects.toMatchObject({ code: 'usage' })
    await database.client.query('alter table t drop constraint own')
    expect(await rollbackRun(connect, run.id)).toMatchObject({ state: 'rolled-back' })
  })
})

test('an owner without more rights takes back what it dropped, and not what belongs to others', async () => {
  const { client, name, password, urlAs } = database
  const owner = `owner_${name}`
  await client.query(`create role ${owner} login password '${password}'; grant create on database ${name} to ${owner};
    create schema mine authorization ${owner}; create table mine.t (id int primary key, code varchar(5));
    create view mine.v as select * from mine.t; create view mine.foreign as select * from mine.t;
    create function mine.f() returns trigger language plpgsql as 'begin return new; end';
    create trigger g after insert on mine.t for each row when (new.code in ('a', 'b')) execute function mine.f();
    alter table mine.t owner to ${owner}; alter view mine.v owner to ${owner}; grant select on mine.v to public`)
  const as = connector(urlAs(owner))
  const object = (type: DatabaseObject['type'], ...names: string[]) => {
    const of = { type, names: ['mine', ...names] }
    return stepOf(dropObjectSql(of), { kind: 'object-absent', ...of })
  }
  const before = await wholeCatalog(database)
  const plan = planOfSteps([
    object('view', 'v'),
    object('trigger', 't', 'g'),
    object('table constraint', 't', 't_pkey'),
  ])
  const run = await applyPlan(as, plan)
  await rollbackRun(as, run.id)
  expect(await wholeCatalog(database)).toBe(before)
  const foreign = planOfSteps([object('view', 'foreign')])
  expect(await requireApplicable(as, foreign)).toEqual(foreign.changes[0]?.steps)
  await client.query(`drop schema mine, pgwright cascade; drop owned by ${owner}; drop role ${owner};
    drop owned by giver_${name} cascade; drop role giver_${name}`)
})
