import { buildSystem, type Progress, type Table } from '@pgwright/system-frame'
import type { Connection, Dimensions } from 'pgwright'
import { mixinStatements, roleStatement } from './mixins.ts'
import { tenants } from './tenants.ts'

const modules = [
  'core',
  'tenant',
  'fleet',
  'operations',
  'hr',
  'support',
  'workflow',
  'admin',
  'analytics',
  'accommodation',
] as const

/** In the order in which one file's rows are made from another's. */
const data = [
  'source',
  'riders',
  'core',
  'tenant',
  'fleet',
  'deliveries',
  'operations',
  'hr',
  'support',
  'workflow',
  'admin',
  'analytics',
  'accommodation',
] as const

/** Builds the product as it stands before any tuning. */
export function build(owner: Connection, dimensions: Dimensions, progress: Progress): Promise<void> {
  return buildSystem(owner, dimensions, progress, {
    schema: new URL('./schema/', import.meta.url),
    modules,
    data,
    anchor: '2025-01-06 00:00:00+00',
    roles: roleStatement,
    describe,
    finish,
  })
}

/** The companies and their sizes, which the service's calls are drawn from as well. */
async function describe(owner: Connection, dimensions: Dimensions): Promise<void> {
  const all = tenants(dimensions)
  const crew = all.reduce((sum, tenant) => sum + tenant.inService, 0)
  await owner.query(`insert into build.dimensions values ('crew', $1)`, [crew])
  await owner.query(
    `create table build.tenants as
     select * from unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[])
       as t (organization_id, first_slot, couriers, active, in_service)`,
    [
      all.map((tenant) => tenant.organizationId),
      all.map((tenant) => tenant.firstSlot),
      all.map((tenant) => tenant.couriers),
      all.map((tenant) => tenant.active),
      all.map((tenant) => tenant.inService),
    ],
  )
}

/** What the seed's mixins add to each table, and the one foreign key that has an index. */
async function finish(owner: Connection, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    await owner.query(mixinStatements(name, columns.includes('organization_id')).join(';\n'))
  }
  await owner.query('create index ix_couriers_current_vehicle_id on couriers (current_vehicle_id)')
}
