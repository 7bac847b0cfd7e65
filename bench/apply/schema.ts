import type { ClientBase } from 'pg'

/** Customers are a fiftieth of the orders, and each order has a visit of its own in one of four partitions. */
export interface Rows {
  readonly orders: number
}

const ordersPerCustomer = 50

/** What the application has before the plan. Its role owns nothing. */
export async function makeSchema(client: ClientBase, { orders }: Rows): Promise<void> {
  const customers = Math.ceil(orders / ordersPerCustomer)
  await client.query(`
    create table customers (id int primary key, name text not null);
    insert into customers select i, 'customer ' || i from generate_series(1, ${customers}) as i;
    create table orders (id bigint primary key, customer_id int, code text, amount int, status text, placed_at timestamptz not null, quantity int not null default 1);
    insert into orders
      select i, 1 + i % ${customers}, 'code ' || i, i % 1000, (array['new', 'paid', 'sent', 'done'])[1 + i % 4],
        timestamptz '2025-01-01' + i * interval '1 second', 1 + i % 9
      from generate_series(1, ${orders}) as i;
    create index orders_old on orders (status, placed_at);
    comment on index orders_old is 'to be dropped';
    create index orders_replaced on orders (customer_id);
    create table visits (id bigint not null, part int not null, page text) partition by list (part);
    create table visits_0 partition of visits for values in (0);
    create table visits_1 partition of visits for values in (1);
    create table visits_2 partition of visits for values in (2, 3) partition by list (part);
    create table visits_2_2 partition of visits_2 for values in (2);
    create table visits_2_3 partition of visits_2 for values in (3);
    insert into visits select i, i % 4, 'page ' || i % 100 from generate_series(1, ${orders}) as i;
    create policy open on orders using (true);
    grant select, insert, update, delete on customers, orders, visits to public`)
  await client.query('vacuum analyze')
}
