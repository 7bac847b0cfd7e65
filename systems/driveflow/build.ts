import {
  buildSystem,
  makePartitionedForm,
  type Progress,
  partitionedSchema,
  type Table,
  tenantTable,
} from '@pgwright/system-frame'
import type { Connection, Dimensions } from 'pgwright'
import { schools } from './schools.ts'
import { accessStatements, roleStatement, serviceRole, tenancy } from './tenancy.ts'

const modules = ['platform', 'school', 'schedule', 'tracking', 'money', 'messaging'] as const

/** In the order in which one file's rows are made from another's. */
const data = ['source', 'platform', 'school', 'schedule', 'tracking', 'money', 'messaging', 'audit'] as const

/** What the team wrote as @@index: each beside a unique key that does the same, or of no use. */
const naiveIndexes = [
  'create index "User_email_idx" on "User" ("email")',
  'create index "Membership_orgId_idx" on "Membership" ("orgId")',
  'create index "WebhookEvent_eventId_idx" on "WebhookEvent" ("eventId")',
  'create index "Lesson_bookingId_idx" on "Lesson" ("bookingId")',
  'create index "Booking_status_idx" on "Booking" ("status")',
] as const

/** Builds the product as it stands before any tuning. */
export function build(owner: Connection, dimensions: Dimensions, progress: Progress): Promise<void> {
  return buildSystem(owner, dimensions, progress, {
    schema: new URL('./schema/', import.meta.url),
    modules,
    data,
    // A Monday in the middle of a lesson.
    anchor: '2025-02-24 10:00:00+00',
    roles: roleStatement,
    describe,
    finish,
  })
}

/** The schools and their sizes, which the service's calls are drawn from as well. */
async function describe(owner: Connection, dimensions: Dimensions): Promise<void> {
  const all = schools(dimensions)
  await owner.query(
    `create table build.schools as
     select * from unnest($1::int[], $2::int[], $3::int[]) as t (org, first_slot, instructors)`,
    [all.map(({ number }) => number), all.map(({ firstSlot }) => firstSlot), all.map(({ instructors }) => instructors)],
  )
}

async function finish(owner: Connection, tables: readonly Table[]): Promise<void> {
  for (const statement of naiveIndexes) await owner.query(statement)
  await makePartitionedForm(owner, {
    table: 'TripPoint',
    column: 'ts',
    from: '2024-01-01',
    before: '2025-06-01',
    primaryKey: ['id', 'ts'],
    indexes: ['("tripId", "ts")'],
  })
  const points = tables.find(({ name }) => name === '"TripPoint"')
  const partitioned = { name: `${partitionedSchema}."TripPoint"`, columns: points?.columns ?? [] }
  await owner.query(`grant usage on schema ${partitionedSchema} to ${serviceRole}`)
  const access = [...tables.flatMap(accessStatements), ...tenantTable(tenancy, partitioned)]
  await owner.query(access.join(';\n'))
}
