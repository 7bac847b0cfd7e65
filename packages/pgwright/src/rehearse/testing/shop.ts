import type { ColumnStatistics, Snapshot } from '../../model/index.ts'

/** Tables of a case, in the order in which they need each other; `$` stands for the case's number. */
const tables: readonly (readonly [string, string])[] = [
  ['customers', 'create table customers_$ (id bigint primary key, email text, short int)'],
  [
    'orders',
    `create table orders_$ (id bigint primary key, customer_id bigint, total int, note varchar(20), at timestamptz not null
       default now(), day timestamp, code text, status text not null default 'new', doc json);
     create index orders_total_$ on orders_$ (total, at);
     create index left_$ on orders_$ (day);
     alter table orders_$ add constraint priced_$ check (total is not null);
     alter table orders_$ add constraint told_$ check (code is not null) not valid`,
  ],
  ['tiny', 'create table tiny_$ (id int primary key, a int)'],
  [
    'lines',
    `create table lines_$ (id int primary key, tiny_id int constraint of_tiny_$ references tiny_$, a int);
     create index lines_tiny_$ on lines_$ (tiny_id)`,
  ],
  [
    'events',
    `create table events_$ (id bigint, at timestamptz not null, kind text) partition by range (at);
     create table events_$_a partition of events_$ for values from ('2026-01-01') to ('2026-02-01');
     create table events_$_b partition of events_$ for values from ('2026-02-01') to ('2026-03-01')`,
  ],
  [
    'logs',
    `create table logs_$ (id bigint, at timestamptz not null) partition by range (at);
     create table logs_$_a partition of logs_$ for values from ('2026-01-01') to ('2026-02-01');
     create table logs_$_rest partition of logs_$ default;
     create table march_$ (id bigint, at timestamptz not null)`,
  ],
  [
    'sums',
    `create materialized view sums_$ as select id, a as n from tiny_$; create unique index on sums_$ (id);
     create materialized view bare_$ as select id, a as n from tiny_$`,
  ],
  ['Er', 'create table "Ord Er_$" ("Id" uuid primary key, "Von" int)'],
  ['moods', "create type moods_$ as enum ('good', 'bad')"],
]

const needs: Readonly<Record<string, readonly string[]>> = {
  lines: ['tiny'],
  sums: ['tiny'],
  bare: ['tiny', 'sums'],
  march: ['logs'],
}

/** What makes the tables that a case names: `orders_$` and so on. */
export function tablesOf(sql: string, number: number): string {
  const wanted = new Set(
    [...sql.matchAll(/[A-Za-z]+(?=(?:_[a-z]+)?_\$)/g)].flatMap(([name]) => [name, ...(needs[name] ?? [])]),
  )
  return tables
    .filter(([name]) => wanted.has(name))
    .map(([, ddl]) => numbered(ddl, number))
    .join(';\n')
}

export function numbered(sql: string, number: number): string {
  return sql.replaceAll('$', String(number))
}

/** The same schema with rows: a million in each table but those called tiny, as far as the catalog tells. */
export function asIfFull(snapshot: Snapshot): Snapshot {
  const full = { pages: 20_000, tuples: 1e6, allVisiblePages: 0, allFrozenPages: 0, blocks: 20_000 }
  const few = { ...full, pages: 1, tuples: 10, blocks: 1 }
  return {
    ...snapshot,
    relations: snapshot.relations.map((relation) => ({
      ...relation,
      size:
        relation.kind === 'partitioned' || relation.kind === 'view'
          ? relation.size
          : /^(tiny|sums|bare)/.test(relation.name)
            ? few
            : full,
    })),
    // As a build that was cancelled leaves it.
    indexes: snapshot.indexes.map((index) => (index.name.startsWith('left_') ? { ...index, valid: false } : index)),
    columnStatistics: snapshot.relations
      .filter(({ name }) => name.startsWith('orders'))
      .flatMap(({ schema, name }) => [
        statistics(schema, name, 'status', { commonFrequencies: [0.5, 0.3], commonValues: '{new,done}', distinct: 3 }),
        statistics(schema, name, 'customer_id', { nullFraction: 0.1 }),
        statistics(schema, name, 'code', { distinct: -1 }),
      ]),
  }
}

function statistics(schema: string, table: string, column: string, known: Partial<ColumnStatistics>): ColumnStatistics {
  return {
    schema,
    table,
    column,
    position: null,
    inherited: false,
    ends: null,
    nullFraction: 0,
    averageWidth: 8,
    distinct: 0,
    commonValues: null,
    commonFrequencies: null,
    histogram: null,
    correlation: null,
    commonElements: null,
    commonElementFrequencies: null,
    elementCountHistogram: null,
    rangeLengthHistogram: null,
    rangeEmptyFraction: null,
    rangeBoundsHistogram: null,
    ...known,
  }
}
