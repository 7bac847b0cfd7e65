import { describe, expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { observe, redact } from '../observe/index.ts'
import { parseTarget, withReader } from '../postgres/index.ts'
import { compareRedaction } from './compare-redaction.ts'

const schema = `
  create table customers (id int primary key, name text not null, mail text not null unique, region text);
  create table orders (id bigint primary key, customer_id int not null references customers, status text not null,
    at timestamptz not null, total numeric(10, 2), tags text[], doc jsonb, span tstzrange, address inet);
  insert into customers select i, 'customer ' || md5(i::text), 'c' || i || '@example.org', 'region ' || i % 9
    from generate_series(1, 3000) i;
  insert into orders select i, 1 + (i::bigint * 7919) % 2500, case when i % 20 = 0 then 'open' else 'done-' || i % 4 end,
    timestamptz '2024-01-01 00:00Z' + i * interval '5 min', i % 900 / 7.0, array['tag' || i % 40], jsonb_build_object('k', i % 30),
    tstzrange('2024-01-01Z'::timestamptz + i * interval '1 h', '2024-01-02Z'::timestamptz + i * interval '1 h'),
    ('10.0.' || i % 200 || '.1')::inet
    from generate_series(1, 50000) i;
  alter table orders alter total set statistics 200; -- all rows are sampled, so that the same is seen each time
  create index on orders (customer_id);
  create index on orders (at);
  create index open_orders on orders (at) where status = 'open';
  create index on orders using gin (tags);
  create view open as select * from orders where status = 'open' and total > 100.05;
  analyze`

const anyone = (sql: string) => ({ sql, role: null })

const withoutLiterals = [
  'select * from orders where customer_id = $1',
  'select * from orders o join customers c on c.id = o.customer_id where c.mail = $1',
  'select c.region, sum(o.total) from orders o join customers c on c.id = o.customer_id group by 1 order by 2',
  'select * from orders where at between $1 and $2 order by at limit $3',
  'select * from orders where tags @> $1 and doc @> $2',
  `select count(*) from orders where status = 'open'`,
  'select * from orders a join orders b on a.id = b.customer_id where a.status = b.status',
  'select * from orders where address = $1 or span && $2',
  'select distinct status, address from orders',
]

describe('a redacted snapshot', () => {
  test("plans as the source's does, the schema's own literals included", async () => {
    const { url } = await createDatabase({ schema })
    const snapshot = await withReader(parseTarget(url), (client) => observe(client))
    const redacted = redact(snapshot)
    // The view's 100.05 falls between two totals, and how far between is not kept.
    const view = 'select * from open o join customers c on c.id = o.customer_id order by o.at desc limit 10'
    expect(await compareRedaction(snapshot, redacted, [...withoutLiterals, view].map(anyone))).toEqual({
      plans: 10,
      changed: 0,
      estimatesChanged: 1,
    })
    const literal = [`select * from orders where status = 'done-1'`, `select * from orders where at > '2024-06-01Z'`]
    const compared = await compareRedaction(snapshot, redacted, [...literal, 'select from nothing'].map(anyone))
    expect(compared.plans).toBe(2)
    expect(compared.changed + compared.estimatesChanged).toBe(2)
    expect(await compareRedaction(snapshot, redacted, [])).toEqual({ plans: 0, changed: 0, estimatesChanged: 0 })
  })
})
