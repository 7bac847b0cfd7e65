import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a pattern that no index answers, and leaves one that a trigram index does',
    planted: `
      create extension pg_trgm;
      create table orders (id int primary key, customer int not null, code text not null, at timestamptz not null, note text);
      insert into orders select i, i % 5000, 'c' || i, timestamptz '2025-01-01' + i * interval '1 minute', repeat('x', 60) from generate_series(1, 60000) i;
      analyze orders;
      create index on orders using gin (code gin_trgm_ops);`,
    statements: ["select * from orders where note ilike '%ab%'", "select * from orders where code like '%12345%'"],
    finds: ["select * from orders where note ilike '%ab%'"],
    leaves: ["select * from orders where code like '%12345%'"],
  },
]
