import { expect, test } from 'vitest'
import { describeMajors } from '../../../test/majors.ts'
import { planOf } from '../../../test/plan.ts'
import { applyPlan, rollbackRun, typeChangePlan } from '../index.ts'
import { connector } from '../testing/plan.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

const schema = `
  create table orders (id int generated always as identity primary key, code varchar(10) default 'a' not null, moved timestamptz default now());
  create index by_code on orders (code) where code in ('a', 'b');
  alter table orders add constraint known check (code in ('a', 'b', 'c', 'd', 'e'));
  create function touch() returns trigger language plpgsql as 'begin new.moved := now(); return new; end';
  create trigger touch before update on orders for each row execute function touch();
  create table lines (order_id int constraint of_order references orders on delete cascade deferrable);
  create table seen (order_id smallint); alter table seen add constraint of_order foreign key (order_id) references orders not valid;
  insert into orders (code, moved) select chr(97 + i % 5), '2020-01-01' from generate_series(1, 200) as i`

describeMajors(
  'a column changes its type and back',
  async (client) => {
    await client.query(schema)
  },
  (source) => {
    test.each([
      ['id', 'bigint'],
      ['code', 'text'],
    ])('%s to %s, and no trigger of the application fires for it', async (column, type) => {
      const { client, url } = source()
      const before = await wholeCatalog({ client })
      const plan = planOf(await typeChangePlan(client, { schema: 'public', table: 'orders', column, type }))
      const run = await applyPlan(connector(url()), plan)
      expect(await wholeCatalog({ client })).not.toBe(before)
      await rollbackRun(connector(url()), run.id)
      expect(await wholeCatalog({ client })).toBe(before)
      const { rows } = await client.query('select count(*)::int as n from orders where moved = $1', ['2020-01-01'])
      expect(rows).toEqual([{ n: 200 }])
    })
  },
)
