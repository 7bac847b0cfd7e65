import type { Connection, Gate } from 'pgwright'
import { inTenant } from '../service/tenant.ts'
import { largestTenant } from '../tenants.ts'

interface Seen {
  readonly table: string
  readonly rows: number
}

export const isolation: Gate = {
  id: 'tenant-isolation',
  title: 'Tenant isolation',
  claim: 'a tenant sees all of its own rows and no other, in every table',
  async measure({ service, owner, dimensions }) {
    const { organizationId } = largestTenant(dimensions)
    const tables = await tenantTables(owner)
    const own = await countRows(owner, tables, ` where organization_id = ${organizationId}`)
    const seen = await inTenant(service, organizationId, () => countRows(service, tables, ''))
    const withoutTenant = await countRows(service, tables, '')
    const wrong = tables.filter(
      (_, position) => seen[position]?.rows !== own[position]?.rows || withoutTenant[position]?.rows !== 0,
    )
    return {
      measured: wrong.length === 0 ? `${tables.length} tables` : `differs in ${wrong.join(', ')}`,
      met: wrong.length === 0,
    }
  },
}

/** Every table with a tenant of its own. */
export async function tenantTables(owner: Connection): Promise<readonly string[]> {
  const tables = await owner.query<{ name: string }>(
    `select c.relname as name
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
     order by c.relname`,
  )
  return tables.map(({ name }) => name)
}

/** In the order of `tables`. */
export function countRows(db: Connection, tables: readonly string[], filter: string): Promise<readonly Seen[]> {
  const counts = tables.map(
    (table, position) =>
      `select ${position} as position, '${table}' as table, count(*)::integer as rows from ${table}${filter}`,
  )
  return db.query<Seen>(`${counts.join(' union all ')} order by position`)
}
