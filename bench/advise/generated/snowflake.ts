import { aggregate, type Facts } from './aggregates.ts'
import { type Dataset, skewed } from './dataset.ts'

const item = 'join items i on i.item_id = f.item_id'
const kind = `${item} join kinds k on k.kind_id = i.kind_id`
const depot = 'join depots d on d.depot_id = f.depot_id'
const region = `${depot} join cities c on c.city_id = d.city_id join regions r on r.region_id = c.region_id`

const facts: Facts = {
  from: 'movements f',
  conditions: [
    (random) => `f.moved_on >= date '2025-01-01' + ${random.integer(300, 360)}`,
    (random) =>
      `f.moved_on between date '2025-01-01' + ${random.integer(0, 200)} and date '2025-01-01' + ${random.integer(201, 230)}`,
    (random) => `f.direction = '${random.pick(['in', 'out', 'lost'])}'`,
    (random) => `f.carrier_id = ${skewed(random, 40)}`,
    (random) => `f.item_id = ${skewed(random, 8000)}`,
    (random) => `f.pieces > ${random.integer(90, 99)}`,
  ],
  measures: ['sum(f.pieces)', 'sum(f.weight)', 'count(*)', 'max(f.moved_on)'],
  dimensions: [
    {
      joins: item,
      conditions: [
        (random) => `i.maker = 'maker ${skewed(random, 300)}'`,
        (random) => `i.fragile = ${random.pick(['true', 'false'])}`,
      ],
      groups: ['i.maker'],
    },
    {
      joins: depot,
      conditions: [(random) => `d.size = '${random.pick(['S', 'M', 'L'])}'`],
      groups: ['d.name', 'd.size'],
    },
    {
      joins: 'join carriers a on a.carrier_id = f.carrier_id',
      conditions: [(random) => `a.mode = '${random.pick(['air', 'road', 'sea'])}'`],
      groups: ['a.mode', 'a.name'],
    },
  ],
}

/** Farther from the facts: two or three joins away. One of a pair is taken, since their nearer tables are the same. */
const farFacts: Facts = {
  ...facts,
  dimensions: [
    {
      joins: kind,
      conditions: [
        (random) => `k.family = 'family ${skewed(random, 12)}'`,
        (random) => `k.name = 'kind ${skewed(random, 150)}'`,
      ],
      groups: ['k.family', 'k.name'],
    },
    {
      joins: region,
      conditions: [
        (random) => `r.name = 'region ${skewed(random, 15)}'`,
        (random) => `c.population > ${random.integer(1, 9)} * 100000`,
      ],
      groups: ['r.name', 'c.name'],
    },
    ...facts.dimensions.slice(2),
  ],
}

/** Facts whose dimensions have dimensions of their own. */
export const snowflake: Dataset = {
  name: 'snowflake',
  role: null,
  growth: { movements: 300, items: 10 },
  ask: (random) => aggregate(random, random.integer(1, 2) === 1 ? facts : farFacts),
  statements: [
    'create table regions (region_id int primary key, name text not null)',
    `insert into regions select i, 'region ' || i from generate_series(1, 15) i`,
    'create table cities (city_id int primary key, region_id int not null references regions, name text not null, population int not null)',
    `insert into cities select i, 1 + i % 15, 'city ' || i, 1000000 * power(random(), 3) from generate_series(1, 400) i`,
    'create table depots (depot_id int primary key, city_id int not null references cities, name text not null, size text not null)',
    `insert into depots select i, 1 + floor(400 * power(random(), 2)), 'depot ' || i, (array['S', 'M', 'M', 'L'])[1 + i % 4] from generate_series(1, 600) i`,
    'create table kinds (kind_id int primary key, family text not null, name text not null)',
    `insert into kinds select i, 'family ' || 1 + floor(12 * power(random(), 2)), 'kind ' || i from generate_series(1, 150) i`,
    'create table items (item_id int primary key, kind_id int not null references kinds, maker text not null, fragile boolean not null, title text not null)',
    `insert into items select i, 1 + floor(150 * power(random(), 2)), 'maker ' || 1 + floor(300 * power(random(), 3)), random() < 0.05, md5(i::text) from generate_series(1, 8000) i`,
    'create table carriers (carrier_id int primary key, name text not null, mode text not null)',
    `insert into carriers select i, 'carrier ' || i, (array['air', 'road', 'sea'])[1 + i % 3] from generate_series(1, 40) i`,
    `create table movements (movement_id bigint primary key, item_id int not null, depot_id int not null, carrier_id int not null,
       moved_on date not null, direction text not null, pieces int not null, weight numeric(10, 2) not null)`,
    `insert into movements select i, 1 + floor(8000 * power(random(), 3)), 1 + floor(600 * power(random(), 2)), 1 + floor(40 * power(random(), 3)),
       date '2025-01-01' + i * 365 / 50001, case when random() < 0.01 then 'lost' when random() < 0.6 then 'in' else 'out' end,
       100 * random(), 1000 * power(random(), 2) from generate_series(1, 50000) i`,
  ],
}
