import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a cast that was written and one that PostgreSQL adds, and leaves a cast of the value',
    planted: `
      create table orders (id int primary key, customer int not null, code text not null, at timestamptz not null, note text);
      insert into orders select i, i % 5000, 'c' || i, timestamptz '2025-01-01' + i * interval '1 minute', repeat('x', 60) from generate_series(1, 60000) i;
      analyze orders;
      create index on orders (customer);`,
    statements: [
      'select * from orders where at::date = $1',
      'select * from orders where customer = $1::numeric',
      'select * from orders where id = $1::int',
      'select * from orders where code = $1::varchar',
    ],
    finds: ['select * from orders where at::date = $1', 'select * from orders where customer = $1::numeric'],
    leaves: ['select * from orders where id = $1::int', 'select * from orders where code = $1::varchar'],
  },
]
