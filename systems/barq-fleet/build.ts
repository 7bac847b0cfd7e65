import { readFile } from 'node:fs/promises'
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
const dataFiles = [
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

type Progress = (stage: string, share: number) => void

/**
 * Builds the product as it stands before any tuning. All but the vacuum is one transaction, so a build that is killed
 * leaves an empty database.
 */
export async function build(owner: Connection, dimensions: Dimensions, progress: Progress): Promise<void> {
  // Roles belong to the server: made inside the long transaction, they would hold up every other build on it.
  await owner.query(roleStatement)
  await owner.query('begin')
  try {
    // Both only make the load faster; they end with the transaction.
    await owner.query(`set local work_mem = '128MB'; set local maintenance_work_mem = '256MB'`)
    for (const module of modules) await owner.query(await readSql(`${module}.sql`))
    await loadRows(owner, dimensions, progress)
    await finishTables(owner, progress)
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
  progress('vacuum', 0.9)
  await owner.query('vacuum analyze')
  progress('vacuum', 1)
}

async function loadRows(owner: Connection, dimensions: Dimensions, progress: Progress): Promise<void> {
  const foreignKeys = await dropForeignKeys(owner)
  await owner.query('set local search_path = public, barq_build')
  await owner.query(await readSql('data/source.sql'))
  await describeSource(owner, dimensions)
  for (const [position, file] of dataFiles.entries()) {
    progress(`rows: ${file}`, (0.6 * position) / dataFiles.length)
    await owner.query(await readSql(`data/${file}.sql`))
  }
  await owner.query('drop schema barq_build cascade; set local search_path = public')
  for (const [position, statement] of foreignKeys.entries()) {
    progress('foreign keys', 0.6 + (0.15 * position) / foreignKeys.length)
    await owner.query(statement)
  }
}

/**
 * Takes the foreign keys away and returns the statements that bring them back: checking a key once over the whole
 * table is ten times faster than row by row, and the server still checks each one.
 */
async function dropForeignKeys(owner: Connection): Promise<readonly string[]> {
  const keys = await owner.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace
     order by conrelid::regclass::text, conname`,
  )
  await owner.query(keys.map(({ table, name }) => `alter table ${table} drop constraint ${name};`).join('\n'))
  return keys.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`)
}

async function describeSource(owner: Connection, dimensions: Dimensions): Promise<void> {
  const all = tenants(dimensions)
  const crew = all.reduce((sum, tenant) => sum + tenant.inService, 0)
  const sizes = { ...dimensions, crew }
  await owner.query('insert into barq_build.dimensions select * from unnest($1::text[], $2::bigint[])', [
    Object.keys(sizes),
    Object.values(sizes),
  ])
  await owner.query(
    'insert into barq_build.tenants select * from unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[])',
    [
      all.map((tenant) => tenant.organizationId),
      all.map((tenant) => tenant.firstSlot),
      all.map((tenant) => tenant.couriers),
      all.map((tenant) => tenant.active),
      all.map((tenant) => tenant.inService),
    ],
  )
}

/** What the seed's mixins add to each table, and sequences that go on after the loaded rows. */
async function finishTables(owner: Connection, progress: Progress): Promise<void> {
  const tables = await owner.query<{ table: string; tenant: boolean }>(
    `select c.relname as table, exists (
       select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id'
     ) as tenant
     from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
     order by c.relname`,
  )
  for (const [position, { table, tenant }] of tables.entries()) {
    progress('indexes', 0.75 + (0.15 * position) / tables.length)
    await owner.query(mixinStatements(table, tenant).join(';\n'))
    await owner.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`)
  }
  await owner.query('create index ix_couriers_current_vehicle_id on couriers (current_vehicle_id)')
}

function readSql(file: string): Promise<string> {
  return readFile(new URL(`./schema/${file}`, import.meta.url), 'utf8')
}
