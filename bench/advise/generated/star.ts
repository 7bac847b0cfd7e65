import { aggregate, type Facts } from './aggregates.ts'
import { type Dataset, skewed } from './dataset.ts'

const facts: Facts = {
  from: 'sales f',
  conditions: [
    (random) => `f.quantity >= ${random.integer(5, 9)}`,
    (random) => `f.store_key = ${skewed(random, 300)}`,
    (random) => `f.product_key = ${skewed(random, 5000)}`,
    (random) => `f.customer_key = ${skewed(random, 10_000)}`,
    (random) => `f.date_key between ${random.integer(1, 700)} and ${random.integer(701, 730)}`,
    (random) => `f.date_key = ${random.integer(1, 730)}`,
    (random) => `f.promotion_key is not null and f.discount > 0.${random.integer(2, 4)}`,
  ],
  measures: ['sum(f.amount)', 'sum(f.quantity)', 'count(*)', 'avg(f.discount)'],
  dimensions: [
    {
      joins: 'join dates d on d.date_key = f.date_key',
      conditions: [
        (random) => `d.month = ${random.integer(1, 24)}`,
        (random) => `d.day between date '2025-01-01' + ${random.integer(0, 600)} and date '2025-01-01' + 700`,
        (random) => `d.weekday = ${random.integer(0, 6)}`,
      ],
      groups: ['d.month', 'd.weekday'],
    },
    {
      joins: 'join products p on p.product_key = f.product_key',
      conditions: [
        (random) => `p.brand = 'brand ${skewed(random, 200)}'`,
        (random) => `p.category = 'category ${skewed(random, 20)}'`,
        (random) => `p.price > ${random.integer(80, 98)}`,
      ],
      groups: ['p.brand', 'p.category'],
    },
    {
      joins: 'join customers c on c.customer_key = f.customer_key',
      conditions: [
        (random) => `c.city = 'city ${skewed(random, 500)}'`,
        (random) => `c.segment = 'segment ${random.integer(1, 8)}'`,
        (random) => `c.born between ${random.integer(1950, 1980)} and ${random.integer(1981, 1990)}`,
      ],
      groups: ['c.city', 'c.segment'],
    },
    {
      joins: 'join stores s on s.store_key = f.store_key',
      conditions: [
        (random) => `s.country = 'country ${skewed(random, 25)}'`,
        (random) => `s.format = 'format ${random.integer(1, 4)}'`,
      ],
      groups: ['s.country', 's.format'],
    },
  ],
}

/** One table of facts and four about it, without an index on any key of the facts. */
export const star: Dataset = {
  name: 'star',
  role: null,
  growth: { sales: 400 },
  ask: (random) => aggregate(random, facts),
  statements: [
    'create table dates (date_key int primary key, day date not null, month int not null, weekday int not null)',
    `insert into dates select i, date '2025-01-01' + i, 1 + (i - 1) / 31, i % 7 from generate_series(1, 730) i`,
    'create table products (product_key int primary key, name text not null, brand text not null, category text not null, price numeric(8, 2) not null)',
    `insert into products select i, 'product ' || i, 'brand ' || 1 + floor(200 * power(random(), 2)), 'category ' || 1 + floor(20 * power(random(), 2)),
       100 * random() from generate_series(1, 5000) i`,
    'create table customers (customer_key int primary key, name text not null, city text not null, segment text not null, born int not null)',
    `insert into customers select i, 'customer ' || i, 'city ' || 1 + floor(500 * power(random(), 3)), 'segment ' || 1 + i % 8,
       1940 + floor(65 * random()) from generate_series(1, 10000) i`,
    'create table stores (store_key int primary key, name text not null, country text not null, format text not null)',
    `insert into stores select i, 'store ' || i, 'country ' || 1 + floor(25 * power(random(), 2)), 'format ' || 1 + i % 4 from generate_series(1, 300) i`,
    `create table sales (sale_id bigint primary key, date_key int not null, product_key int not null, customer_key int not null,
       store_key int not null, promotion_key int, quantity int not null, discount numeric(4, 2) not null, amount numeric(10, 2) not null)`,
    `insert into sales select i, 1 + i * 730 / 60001, 1 + floor(5000 * power(random(), 3)), 1 + floor(10000 * power(random(), 2)),
       1 + floor(300 * power(random(), 2)), case when random() < 0.1 then floor(100 * random()) end, 1 + floor(10 * power(random(), 2)),
       0.5 * power(random(), 4), 200 * random() from generate_series(1, 60000) i`,
  ],
}
