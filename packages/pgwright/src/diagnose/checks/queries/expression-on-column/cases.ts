import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a function over the column, and leaves a bare one, an indexed expression and a small table',
    planted: `
      create table orders (id int primary key, customer int not null, code text not null, at timestamptz not null, note text);
      insert into orders select i, i % 5000, 'c' || i, timestamptz '2025-01-01' + i * interval '1 minute', repeat('x', 60) from generate_series(1, 60000) i;
      analyze orders;
      create index on orders (at);
      create index on orders (upper(code));
      create table few (id int primary key, code text);
      insert into few select i, 'c' || i from generate_series(1, 50) i;
      analyze orders; analyze few;`,
    statements: [
      "select * from orders where date_trunc('day', at) = $1",
      'select * from orders where lower(code) = $1',
      'select * from orders where at >= $1 and at < $2',
      'select * from orders where upper(code) = $1',
      'select * from few where lower(code) = $1',
    ],
    finds: ["select * from orders where date_trunc('day', at) = $1", 'select * from orders where lower(code) = $1'],
    leaves: [
      'select * from orders where at >= $1 and at < $2',
      'select * from orders where upper(code) = $1',
      'select * from few where lower(code) = $1',
    ],
  },
]
