import { type Dataset, skewed } from './dataset.ts'
import { type Entity, lookUp } from './lookups.ts'

const statuses = ['new', 'paid', 'sent', 'done', 'held'] as const

const entities: readonly Entity[] = [
  {
    from: 'orders o',
    outputs: ['o.id', 'o.customer_id', 'o.status', 'o.placed_at', 'o.total', 'o.coupon'],
    leading: [
      (random) => `o.customer_id = ${skewed(random, 15_000)}`,
      (random) => `o.status = '${random.pick(statuses)}'`,
      (random) => `o.coupon = 'c${skewed(random, 400)}'`,
      (random) => `o.placed_at >= timestamptz '2025-12-${random.integer(20, 30)}'`,
    ],
    others: [
      (random) => `o.status = '${random.pick(statuses)}'`,
      () => 'o.sent_at is null',
      (random) => `o.total > ${random.integer(100, 900)}`,
    ],
    orders: ['o.placed_at desc', 'o.total desc'],
    groups: ['o.status', 'o.coupon'],
  },
  {
    from: 'order_items i join products p on p.id = i.product_id',
    outputs: ['i.order_id', 'i.quantity', 'i.price', 'p.title', 'p.sku'],
    leading: [
      (random) => `i.order_id = ${random.integer(1, 2_000_000)}`,
      (random) => `i.product_id = ${skewed(random, 6000)}`,
      (random) => `p.category_id = ${skewed(random, 80)} and i.quantity > ${random.integer(3, 8)}`,
    ],
    others: [(random) => `i.quantity > ${random.integer(1, 8)}`],
    orders: ['i.price desc'],
    groups: ['p.category_id'],
  },
  {
    from: 'customers c',
    outputs: ['c.id', 'c.name', 'c.email', 'c.country', 'c.created_at'],
    leading: [
      (random) => `c.email = 'user${random.integer(1, 15_000)}@example.org'`,
      (random) => `c.country = 'country ${skewed(random, 60)}'`,
      (random) => `c.created_at > timestamptz '2025-12-${random.integer(10, 30)}'`,
    ],
    others: [() => 'c.closed_at is null', (random) => `c.points > ${random.integer(500, 990)}`],
    orders: ['c.created_at desc', 'c.name'],
    groups: ['c.country'],
  },
  {
    from: 'orders o join customers c on c.id = o.customer_id',
    outputs: ['o.id', 'c.name', 'o.total', 'o.placed_at', 'c.country'],
    leading: [
      (random) => `c.email = 'user${random.integer(1, 15_000)}@example.org'`,
      (random) => `c.country = 'country ${skewed(random, 60)}' and o.status = '${random.pick(statuses)}'`,
    ],
    others: [(random) => `o.placed_at > timestamptz '2025-11-${random.integer(10, 30)}'`],
    orders: ['o.placed_at desc'],
    groups: ['o.status'],
  },
  {
    from: 'payments y',
    outputs: ['y.id', 'y.order_id', 'y.state', 'y.amount', 'y.made_at'],
    leading: [
      (random) => `y.order_id = ${random.integer(1, 2_000_000)}`,
      (random) => `y.state = '${random.pick(['failed', 'open', 'settled'])}'`,
      (random) =>
        `y.provider = 'provider ${random.integer(1, 6)}' and y.reference = md5('${random.integer(1, 25_000)}')`,
    ],
    others: [(random) => `y.made_at > timestamptz '2025-12-${random.integer(10, 30)}'`],
    orders: ['y.made_at desc'],
    groups: ['y.provider', 'y.state'],
  },
  {
    from: 'products p',
    outputs: ['p.id', 'p.sku', 'p.title', 'p.price'],
    leading: [
      (random) => `p.sku = 'sku${random.integer(1, 6000)}'`,
      (random) => `p.category_id = ${skewed(random, 80)}`,
    ],
    others: [() => 'p.active', (random) => `p.price between ${random.integer(1, 40)} and ${random.integer(41, 90)}`],
    orders: ['p.price', 'p.title'],
    groups: ['p.category_id'],
  },
]

/** What a shop's service asks all day: lists, pages of the newest, single rows. */
export const shop: Dataset = {
  name: 'oltp',
  role: null,
  growth: { customers: 100, orders: 100, order_items: 100, payments: 100 },
  ask: (random) => lookUp(random, entities),
  statements: [
    `create table customers (id int primary key, name text not null, email text not null, country text not null, points int not null,
       created_at timestamptz not null, closed_at timestamptz)`,
    `insert into customers select i, md5(i::text), 'user' || i || '@example.org', 'country ' || 1 + floor(60 * power(random(), 3)), 1000 * random(),
       timestamptz '2024-01-01' + i * interval '70 minutes', case when random() < 0.05 then timestamptz '2026-01-01' end from generate_series(1, 15000) i`,
    `create table products (id int primary key, sku text not null, title text not null, category_id int not null, price numeric(8, 2) not null, active boolean not null)`,
    `insert into products select i, 'sku' || i, md5(i::text), 1 + floor(80 * power(random(), 2)), 100 * random(), random() < 0.7 from generate_series(1, 6000) i`,
    `create table orders (id int primary key, customer_id int not null, status text not null, coupon text, total numeric(10, 2) not null,
       placed_at timestamptz not null, sent_at timestamptz)`,
    `insert into orders select i, 1 + floor(15000 * power(random(), 2)), (array['done', 'done', 'done', 'done', 'sent', 'paid', 'held', 'new'])[1 + floor(8 * power(random(), 2))],
       case when random() < 0.1 then 'c' || 1 + floor(400 * power(random(), 2)) end, 1000 * power(random(), 2),
       timestamptz '2025-01-01' + i * interval '21 minutes', case when random() < 0.95 then timestamptz '2026-01-01' end from generate_series(1, 25000) i`,
    `create table order_items (order_id int not null, line int not null, product_id int not null, quantity int not null, price numeric(8, 2) not null)`,
    `insert into order_items select 1 + i / 2, 1 + i % 2, 1 + floor(6000 * power(random(), 3)), 1 + floor(10 * power(random(), 3)), 100 * random() from generate_series(0, 49999) i`,
    `create table payments (id int primary key, order_id int not null, provider text not null, reference text not null, state text not null,
       amount numeric(10, 2) not null, made_at timestamptz not null)`,
    `insert into payments select i, i, 'provider ' || 1 + floor(6 * power(random(), 2)), md5(i::text), case when random() < 0.02 then 'failed' when random() < 0.05 then 'open' else 'settled' end,
       1000 * random(), timestamptz '2025-01-01' + i * interval '21 minutes' from generate_series(1, 25000) i`,
  ],
}
