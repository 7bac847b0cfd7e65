import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../test/database.ts'
import { observe } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { explainPlan } from './explain.ts'
import { PlanTrees } from './plan-trees.ts'

const schema = `
  create table orders (id int, at date not null, kind int) partition by range (at);
  create table orders_1 partition of orders for values from ('2024-01-01') to ('2025-01-01');
  create table orders_2 partition of orders for values from ('2025-01-01') to ('2026-01-01');
  create table other (id int primary key, at date, kind int);
  insert into orders select i, date '2024-01-01' + i % 700, i % 50 from generate_series(1, 20000) i;
  insert into other select i, date '2024-01-01' + i % 700, i % 50 from generate_series(1, 20000) i;
  create index orders_id on orders (id);
  create table deep (id int, at date not null, kind int) partition by list (kind);
  create table deep_1 partition of deep for values in (1) partition by range (at);
  create table deep_2 partition of deep for values in (2) partition by range (at);
  create table deep_1_1 partition of deep_1 for values from ('2024-01-01') to ('2026-01-01');
  create table deep_2_1 partition of deep_2 for values from ('2024-01-01') to ('2026-01-01');
  insert into deep select i, date '2024-01-01' + i % 700, 1 + i % 2 from generate_series(1, 20000) i;
  create index deep_id on deep (id);
  analyze`

describe('the tree of a plan', () => {
  let database: TestDatabase
  let trees: PlanTrees
  beforeAll(async () => {
    database = await createDatabase({ schema })
    const snapshot = await withReader(parseTarget(database.url), (client) => observe(client, { workload: false }))
    trees = new PlanTrees(snapshot)
  })

  const treeOf = async (sql: string) => trees.of(await explainPlan(database.client, 18, sql))

  test.each([
    ['other literals', 'select * from other where id = 3', 'select * from other where id = 4'],
    [
      'fewer partitions',
      'select * from orders where id = 3',
      `select * from orders where id = 3 and at = '2024-05-05'`,
    ],
    [
      'fewer partitions of partitions',
      'select * from deep where id = 3',
      'select * from deep where id = 3 and kind = 2',
    ],
    [
      'fewer partitions within a join',
      'select orders.at from other join orders on orders.id = other.kind where other.id = 7',
      `select orders.at from other join orders on orders.id = other.kind where other.id = 7 and orders.at < '2025-01-01'`,
    ],
  ])('is the same with %s', async (_, one, another) => {
    expect(await treeOf(one)).toBe(await treeOf(another))
  })

  test('is the same with fewer partitions that are read by bitmaps', async () => {
    await database.client.query('set enable_indexscan = off; set enable_seqscan = off')
    const [all, one] = [
      await treeOf('select * from deep where id = 3'),
      await treeOf('select * from deep where id = 3 and kind = 2'),
    ]
    await database.client.query('reset all')
    expect(all).toContain('Bitmap Index Scan')
    expect(one).toBe(all)
  })

  test.each([
    ['another way of reading', 'select * from other where id = 3', 'select * from other where kind = 3'],
    ['another table', 'select kind from other where kind = 3', 'select kind from orders where kind = 3'],
    [
      'tables that change places',
      'select from other a left join other b on a.kind = b.kind',
      'select from other b left join other a on a.kind = b.kind',
    ],
    ['another order of a scan', 'select * from other order by id', 'select * from other order by id desc'],
  ])('is another for %s', async (_, one, another) => {
    expect(await treeOf(one)).not.toBe(await treeOf(another))
  })

  test('tells a partition that the source does not have from the table that it has', async () => {
    const plan = await explainPlan(database.client, 18, 'select * from orders where kind = 3')
    const before = new PlanTrees({ relations: [], indexes: [] })
    expect(before.of(plan)).not.toBe(trees.of(plan))
  })
})
