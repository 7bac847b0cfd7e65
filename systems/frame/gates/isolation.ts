import type { Connection, Gate } from 'pgwright'
import { tablesOf } from '../build.ts'
import type { Tenancy } from '../tenancy.ts'

interface Sample {
  /** How many rows the tenant has. */
  readonly own: number
  /** One row of another tenant as JSON; null where no other has any. */
  readonly foreign: Record<string, unknown> | null
}

/**
 * A tenant sees all of its own rows and no other, in every table and by every verb. For each table: what the tenant
 * counts is what it has, without a tenant there is nothing, rows of others can be neither updated nor deleted, none can
 * be inserted for another, and none can be given away.
 *
 * @param inTenant how the service enters a tenant
 */
export function tenantIsolation(
  tenancy: Tenancy,
  tenant: (owner: Connection) => Promise<number | string>,
  inTenant: (db: Connection, tenant: number | string, work: () => Promise<void>) => Promise<void>,
): Gate {
  return {
    id: 'tenant-isolation',
    title: 'Tenant isolation',
    claim: 'a tenant sees all of its own rows and no other, in every table, by every verb',
    async measure({ service, owner }) {
      const mine = await tenant(owner)
      const tables = await tenantTables(owner, tenancy)
      const wrong: string[] = []
      for (const table of tables) {
        const sample = await sampleOf(owner, tenancy, table, mine)
        const found = await breaches(service, tenancy, { table, mine, sample }, inTenant)
        wrong.push(...found.map((verb) => `${table} (${verb})`))
      }
      const checks = 'select, insert, update, delete'
      return {
        measured: wrong.length === 0 ? `${tables.length} tables, ${checks}` : `open: ${wrong.join(', ')}`,
        met: wrong.length === 0,
      }
    },
  }
}

/** Every table with a column that names the tenant. */
export async function tenantTables(owner: Connection, { column }: Tenancy): Promise<readonly string[]> {
  const tables = await tablesOf(owner)
  return tables.filter(({ columns }) => columns.includes(column)).map(({ name }) => name)
}

async function sampleOf(owner: Connection, { column }: Tenancy, table: string, mine: number | string): Promise<Sample> {
  const [row] = await owner.query<Sample>(
    `select (select count(*)::integer from ${table} where "${column}" = $1) as own,
       (select to_jsonb(t) from ${table} t where "${column}" <> $1 limit 1) as foreign`,
    [mine],
  )
  return row ?? { own: 0, foreign: null }
}

interface Case {
  readonly table: string
  readonly mine: number | string
  readonly sample: Sample
}

async function breaches(
  service: Connection,
  { column }: Tenancy,
  { table, mine, sample }: Case,
  inTenant: (db: Connection, tenant: number | string, work: () => Promise<void>) => Promise<void>,
): Promise<readonly string[]> {
  const found: string[] = []
  const expect = (verb: string, holds: boolean) => {
    if (!holds) found.push(verb)
  }
  const count = async (from: string) => {
    const [row] = await service.query<{ rows: number }>(`select count(*)::integer as rows from ${from}`)
    return row?.rows
  }
  const other = sample.foreign?.[column]
  await undone(service, mine, inTenant, async () => {
    expect('select', (await count(table)) === sample.own)
    if (other === undefined) return
    expect(
      'update',
      (await affected(service, `update ${table} set "${column}" = "${column}" where "${column}" <> $1`, mine)) === 0,
    )
    expect('delete', (await affected(service, `delete from ${table} where "${column}" <> $1`, mine)) === 0)
    expect('insert', await refused(service, insertOf(table, sample.foreign ?? {}), JSON.stringify(sample.foreign)))
    if (sample.own === 0) return
    const away = `update ${table} set "${column}" = $1 where ctid = (select ctid from ${table} limit 1)`
    expect('update to another tenant', await refused(service, away, other))
  })
  expect('select without a tenant', (await count(table)) === 0)
  return found
}

/** What the work writes is taken back, whatever becomes of it. */
async function undone(
  service: Connection,
  mine: number | string,
  inTenant: (db: Connection, tenant: number | string, work: () => Promise<void>) => Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  await inTenant(service, mine, async () => {
    await service.query('savepoint untouched')
    try {
      await work()
    } finally {
      await service.query('rollback to savepoint untouched')
    }
  })
}

async function affected(service: Connection, statement: string, value: unknown): Promise<number | undefined> {
  const [row] = await service.query<{ rows: number }>(
    `with changed as (${statement} returning 1) select count(*)::integer as rows from changed`,
    [value],
  )
  return row?.rows
}

/** Whether a policy refuses a statement, and nothing else does. */
async function refused(service: Connection, statement: string, value: unknown): Promise<boolean> {
  await service.query('savepoint tried')
  try {
    await service.query(statement, [value])
    return false
  } catch (error) {
    return (error as { code?: string }).code === '42501'
  } finally {
    await service.query('rollback to savepoint tried')
  }
}

function insertOf(table: string, row: Record<string, unknown>): string {
  const columns = Object.keys(row).map((name) => `"${name}"`)
  return `insert into ${table} (${columns.join(', ')}) overriding system value
    select ${columns.join(', ')} from jsonb_populate_record(null::${table}, $1::jsonb)`
}
