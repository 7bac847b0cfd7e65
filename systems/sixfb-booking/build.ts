import {
  buildSystem,
  makePartitionedForm,
  type Progress,
  partitionedSchema,
  type Table,
  tenantTable,
} from '@pgwright/system-frame'
import type { Connection, Dimensions } from 'pgwright'
import { anchor } from './days.ts'
import { barbers } from './shops.ts'
import { roleStatement, serviceRole, tenancy } from './tenancy.ts'

const modules = [
  'tenancy',
  'clients',
  'catalogue',
  'booking',
  'money',
  'marketing',
  'reviews',
  'notifications',
  'loyalty',
  'inventory',
  'insights',
] as const

/** In the order in which one file's rows are made from another's. */
const data = [
  'source',
  'diary',
  'booking',
  'money',
  'clients',
  'tenancy',
  'catalogue',
  'marketing',
  'reviews',
  'notifications',
  'loyalty',
  'inventory',
  'insights',
] as const

/** Builds the product as it stands before any tuning. */
export function build(owner: Connection, dimensions: Dimensions, progress: Progress): Promise<void> {
  return buildSystem(owner, dimensions, progress, {
    schema: new URL('./schema/', import.meta.url),
    modules,
    data,
    anchor,
    roles: roleStatement,
    describe,
    finish,
  })
}

/** The barbers and their clients, which the service's calls are drawn from as well. */
async function describe(owner: Connection, dimensions: Dimensions): Promise<void> {
  const all = barbers(dimensions)
  await owner.query(
    `create table build.barbers as
     select * from unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[])
       as t (slot, id, organization_id, rank, popularity, first_client, clients)`,
    [
      all.map(({ slot }) => slot),
      all.map(({ id }) => id),
      all.map(({ organizationId }) => organizationId),
      all.map(({ rank }) => rank),
      all.map(({ popularity }) => popularity),
      all.map(({ firstClient }) => firstClient),
      all.map(({ clients }) => clients),
    ],
  )
}

/**
 * The indexes of the framework's models: `index=True` on each primary key, where it is of no use, and on the foreign
 * keys that have it. What the seed calls missing is missing.
 */
const frameworkIndexes = [
  'create index ix_users_email on users (email)',
  'create index ix_user_organizations_user_id on user_organizations (user_id)',
  'create index ix_appointments_client_id on appointments (client_id)',
  'create index ix_payments_appointment_id on payments (appointment_id)',
  'create index ix_payments_status on payments (status)',
  'create index ix_client_notes_client_id on client_notes (client_id)',
  'create index ix_appointment_series_client_id on appointment_series (client_id)',
  'create index ix_waitlist_entries_client_id on waitlist_entries (client_id)',
  'create index ix_gift_certificates_purchaser_id on gift_certificates (purchaser_id)',
  'create index ix_reviews_client_id on reviews (client_id)',
  'create index ix_reviews_appointment_id on reviews (appointment_id)',
  'create index ix_notifications_appointment_id on notifications (appointment_id)',
  'create index ix_notifications_client_id on notifications (client_id)',
  'create index ix_loyalty_transactions_client_id on loyalty_transactions (client_id)',
  'create index ix_loyalty_transactions_appointment_id on loyalty_transactions (appointment_id)',
  'create index ix_product_sales_appointment_id on product_sales (appointment_id)',
  'create index ix_campaign_messages_client_id on campaign_messages (client_id)',
]

async function finish(owner: Connection, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    if (columns.includes('id')) await owner.query(`create index ix_${name}_id on ${name} (id)`)
    await owner.query(tenantTable(tenancy, { name, columns }).join(';\n'))
  }
  await owner.query(`revoke insert, update, delete on closed_months from ${serviceRole}`)
  await owner.query(frameworkIndexes.join(';\n'))
  const range = { from: '2024-01-01', before: '2025-10-01' }
  await makePartitionedForm(owner, {
    ...range,
    table: 'appointments',
    column: 'start_time',
    primaryKey: ['id', 'start_time'],
    indexes: ['(organization_id, barber_id, start_time)', '(client_id)'],
  })
  await makePartitionedForm(owner, {
    ...range,
    table: 'payments',
    column: 'created_at',
    primaryKey: ['id', 'created_at'],
    indexes: ['(organization_id, user_id, created_at)', '(appointment_id)'],
  })
  await openPartitionedForms(owner, tables)
}

/** The triggers that keep the partitioned forms write as the service, under policies of their own. */
async function openPartitionedForms(owner: Connection, tables: readonly Table[]): Promise<void> {
  await owner.query(`grant usage on schema ${partitionedSchema} to ${serviceRole}`)
  for (const { name, columns } of tables.filter((table) => ['appointments', 'payments'].includes(table.name))) {
    await owner.query(tenantTable(tenancy, { name: `${partitionedSchema}.${name}`, columns }).join(';\n'))
  }
}
