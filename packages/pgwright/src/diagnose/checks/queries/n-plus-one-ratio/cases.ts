import { fingerprint } from '../../../../sql/index.ts'
import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds a loop over the rows of another query, and leaves a query that is called often by itself',
    planted: `
      create extension pg_stat_statements;
      create table orders (id int primary key, customer_id int);
      create table customers (id int primary key);
      create table near_settings (id int primary key);
      insert into customers select generate_series(1, 60);
      insert into orders select n, n from generate_series(1, 60) n`,
    live: async ({ client }) => {
      for (let n = 0; n < 10; n++) {
        const { rows } = await client.query<{ customer_id: number }>('select customer_id from orders')
        for (const { customer_id } of rows) await client.query('select id from customers where id = $1', [customer_id])
      }
      for (let n = 0; n < 700; n++) await client.query('select id from near_settings where id = $1', [n])
    },
    finds: [fingerprint('select id from customers where id = $1')],
    leaves: [fingerprint('select id from near_settings where id = $1'), fingerprint('select customer_id from orders')],
  },
]
