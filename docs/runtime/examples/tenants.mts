import { createTenants, proveIsolation } from '@pgwright/runtime/tenants'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const role = `shop_${process.pid}`
await pool.query(`
  create table invoice (id bigint generated always as identity primary key, tenant_id bigint not null, total numeric);
  insert into invoice (tenant_id, total) values (1, 10), (2, 20);
  alter table invoice enable row level security;
  create policy own on invoice
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::bigint);
  create role ${role};
  grant select, insert, update, delete on invoice to ${role}`)

const tenants = createTenants(pool, { setting: 'app.tenant_id', type: 'bigint', role })

const { rows } = await tenants.query(1, 'select total from invoice')
console.log(rows) // [ { total: '10' } ]

await tenants.run(2, async (tx) => {
  await tx.query('insert into invoice (tenant_id, total) values ($1, $2)', [2, 30])
  console.log((await tx.query('select count(*) from invoice')).rows) // [ { count: '2' } ]
})

// In a test: fails with a list of what is open.
await proveIsolation(pool, {
  tenants: [1, 2],
  type: 'bigint',
  setting: 'app.tenant_id',
  role,
  schemas: ['public'],
  shared: ['public.pg_stat_statements', 'public.pg_stat_statements_info'],
})

await pool.query(`drop table invoice; drop owned by ${role}; drop role ${role}`)
await pool.end()
