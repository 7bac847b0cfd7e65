import type { ClientBase, Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { tenantText } from '../tenant-type.ts'
import { attemptAll, type ForeignRow, outcomeOf } from './attempts.ts'
import { type Relation, relationsOf } from './catalog.ts'
import { roleFaults, tableFaults, toldOf } from './judge.ts'
import { quoteName } from './quote.ts'
import type { IsolationFinding, IsolationOptions, IsolationReport } from './report.ts'

/**
 * Tries to get at the second tenant's rows as the first, in every table and view and by every verb, as the
 * application's role. All is rolled back; run it on a database for tests all the same.
 *
 * @param adminPool of a role that no policy binds
 * @throws RuntimeError `open` with the list of what is open or could not be tried
 */
export async function proveIsolation(adminPool: Pool, options: IsolationOptions): Promise<IsolationReport> {
  const report = await checkIsolation(adminPool, options)
  if (report.open.length === 0) return report
  const list = report.open.map(({ object, why }) => `  ${object}: ${why}`).join('\n')
  throw new RuntimeError(
    'open',
    `The tenants are not proved to be isolated:\n${list}`,
    'Close each with a policy or by revoking the right, or name what is meant to be `shared`.',
  )
}

/** The same as a report. */
export async function checkIsolation(adminPool: Pool, options: IsolationOptions): Promise<IsolationReport> {
  const { type, column = 'tenant_id', shared = [], schemas = null, role = null } = options
  const [own, other] = options.tenants.map((id) => tenantText(id, type)) as [string, string]
  if (own === other) throw usage('The two tenants are the same.', 'Give two that both have rows.')
  if (role === null && options.pool === undefined) throw usage('Neither a role nor a pool is given.', 'Give one.')
  const appPool = options.pool ?? adminPool
  const asTenant = <Result>(tenant: string, work: (client: ClientBase) => Promise<Result>) =>
    rolledBack(appPool, async (client) => {
      await client.query(`select set_config($1, $2, true)`, [options.setting, tenant])
      if (role !== null) await client.query(`select set_config('role', $1, true)`, [role])
      return work(client)
    })
  const name = role ?? (await asTenant(own, currentUser))
  return rolledBack(adminPool, async (admin) => {
    // Where a policy would still filter, the administrator's queries fail instead of finding nothing.
    await admin.query('set local row_security = off')
    const relations = await relationsOf(admin, name, { column, shared, schemas })
    const open = await roleFaults(admin, name)
    const tables: { table: string; tried: readonly string[] }[] = []
    for (const relation of relations) {
      if (relation.privileges.length === 0) continue
      if (relation.kind === 'v' || relation.kind === 'm') {
        if (relation.readsTenants)
          open.push(...(await asTenant(own, (client) => viewFaults(client, relation, column, own))))
        continue
      }
      const faults = tableFaults(relation)
      open.push(...faults)
      const foreign = await foreignRow(admin, relation, column, other, asTenant)
      if (foreign === null) {
        open.push({ object: relation.name, why: 'could not be tried: the second tenant has no row in it' })
        tables.push({ table: relation.name, tried: [] })
        continue
      }
      const ownRows = await ownRowsOf(admin, relation, column, own)
      const pair = { column, own, other, ownRows }
      const attempts = await asTenant(own, (client) => attemptAll(client, relation, foreign, pair))
      open.push(...attempts.open)
      tables.push({ table: relation.name, tried: attempts.tried })
    }
    return { tables, open, told: await toldOf(admin, name, relations) }
  })
}

/** By its column; of a table without one it is what the second tenant sees. */
async function foreignRow(
  admin: ClientBase,
  { sql, hasTenantColumn }: Relation,
  column: string,
  other: string,
  asTenant: <Result>(tenant: string, work: (client: ClientBase) => Promise<Result>) => Promise<Result>,
): Promise<ForeignRow | null> {
  const text = `select tableoid::text, ctid::text, to_jsonb(t) as row from ${sql} t`
  if (hasTenantColumn) {
    const { rows } = await admin.query<ForeignRow>(`${text} where ${quoteName(column)}::text = $1 limit 1`, [other])
    return rows[0] ?? null
  }
  return asTenant(other, async (client) => {
    const { code } = await outcomeOf(client, `${text} limit 1`)
    return code === null ? ((await client.query<ForeignRow>(`${text} limit 1`)).rows[0] ?? null) : null
  })
}

async function ownRowsOf(admin: ClientBase, relation: Relation, column: string, own: string): Promise<number | null> {
  if (!relation.hasTenantColumn) return null
  const text = `select count(*)::float8 as n from ${relation.sql} where ${quoteName(column)}::text = $1`
  return (await admin.query<{ n: number }>(text, [own])).rows[0]?.n ?? 0
}

async function viewFaults(
  client: ClientBase,
  relation: Relation,
  column: string,
  own: string,
): Promise<IsolationFinding[]> {
  const { name, sql, hasTenantColumn, invoker, kind } = relation
  const fault = (why: string) => [{ object: name, why }]
  if (hasTenantColumn) {
    const text = `select from ${sql} where ${quoteName(column)}::text is distinct from $1 limit 1`
    const { rows, code } = await outcomeOf(client, text, [own])
    if (rows > 0) return fault('the view shows another tenant’s row')
    if (code !== null && code !== '42501') return fault(`select could not be tried: it failed with ${code}`)
    return []
  }
  if (kind === 'm') return fault('a materialized view has no policies, and no column of the tenant to look at')
  return invoker ? [] : fault('the view runs with its owner’s rights, and has no column of the tenant to look at')
}

async function rolledBack<Result>(pool: Pool, work: (client: ClientBase) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    return await work(client)
  } finally {
    await client.query('rollback').catch(() => {})
    // Whatever was tried on it.
    client.release(true)
  }
}

async function currentUser(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_user as name')
  return rows[0]?.name ?? ''
}

function usage(message: string, hint: string): RuntimeError {
  return new RuntimeError('usage', message, hint)
}
