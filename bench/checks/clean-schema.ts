/** A small shop as a careful person makes it. */
export const cleanSchema = `
  revoke create on schema public from public; -- as it is from PostgreSQL 15 on
  create schema shop;
  create role shop_app nologin;
  grant usage on schema shop to shop_app;
  create table shop.tenants (id bigint generated always as identity primary key, name text not null unique);
  create table shop.customers (
    id bigint generated always as identity primary key,
    tenant_id bigint not null references shop.tenants,
    email text not null,
    created_at timestamptz not null default now(),
    unique (tenant_id, email));
  create table shop.orders (
    id bigint generated always as identity primary key,
    tenant_id bigint not null references shop.tenants,
    customer_id bigint not null references shop.customers,
    status text not null check (status in ('new', 'paid', 'sent')),
    total numeric(12, 2) not null,
    created_at timestamptz not null default now());
  create index orders_tenant_id_created_at_idx on shop.orders (tenant_id, created_at);
  create index orders_customer_id_idx on shop.orders (customer_id);
  create table shop.order_lines (
    order_id bigint not null references shop.orders,
    line integer not null,
    article text not null,
    amount integer not null check (amount > 0),
    primary key (order_id, line));
  create table shop.events (
    id bigint generated always as identity,
    at timestamptz not null,
    payload jsonb not null,
    primary key (id, at)) partition by range (at);
  create table shop.events_2025 partition of shop.events for values from ('2025-01-01') to ('2026-01-01');
  create table shop.events_2026 partition of shop.events for values from ('2026-01-01') to ('2040-01-01');
  create function shop.tenant() returns bigint language sql stable set search_path = pg_catalog
    return nullif(current_setting('shop.tenant', true), '')::bigint;
  revoke execute on function shop.tenant() from public;
  grant execute on function shop.tenant() to shop_app;
  alter table shop.customers enable row level security;
  alter table shop.customers force row level security;
  create policy own on shop.customers to shop_app
    using (tenant_id = (select shop.tenant())) with check (tenant_id = (select shop.tenant()));
  alter table shop.orders enable row level security;
  alter table shop.orders force row level security;
  create policy own on shop.orders to shop_app
    using (tenant_id = (select shop.tenant())) with check (tenant_id = (select shop.tenant()));
  grant select, insert, update, delete on shop.customers, shop.orders, shop.order_lines to shop_app;
  insert into shop.tenants (name) select 'tenant ' || i from generate_series(1, 20) i;
  insert into shop.customers (tenant_id, email) select 1 + i % 20, 'c' || i || '@example.test' from generate_series(1, 5000) i;
  insert into shop.orders (tenant_id, customer_id, status, total, created_at)
    select 1 + i % 20, 1 + i % 5000, 'paid', i % 500, timestamptz '2025-01-01' + i * interval '10 minutes' from generate_series(1, 40000) i;
  insert into shop.order_lines (order_id, line, article, amount) select i, 1, 'a' || i % 100, 1 from generate_series(1, 40000) i;
  insert into shop.events (at, payload) select timestamptz '2025-01-01' + i * interval '1 hour', '{}' from generate_series(1, 8000) i`

/** With the values of a call. */
export const cleanStatements: readonly (readonly [string, (call: number) => unknown[]])[] = [
  ['select id, total from shop.orders where tenant_id = $1 order by created_at desc limit 20', (i) => [1 + (i % 20)]],
  ['select id, email from shop.customers where tenant_id = $1 and email = $2', (i) => [1, `c${i}@example.test`]],
  ['select line, article, amount from shop.order_lines where order_id = $1 order by line', (i) => [i + 1]],
  ['update shop.orders set status = $2 where id = $1', (i) => [i + 1, 'sent']],
  ['select id, status from shop.orders where customer_id = $1', (i) => [i + 1]],
]
