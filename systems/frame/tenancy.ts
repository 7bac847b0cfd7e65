import type { Connection } from 'pgwright'

/** How a product keeps its tenants apart. */
export interface Tenancy {
  /** The column that names the tenant, as the catalog has it: `organization_id`, `orgId`. */
  readonly column: string
  readonly type: 'integer' | 'uuid'
  /** What a request sets for its transaction: `app.current_org_id`. */
  readonly setting: string
  /** The table of the tenants themselves, quoted where it has to be; of these each sees its own row alone. */
  readonly tenants: string
  /** The role that the service connects as. */
  readonly role: string
}

/** Makes a role that may log in, where it is missing: another build on the same server may have been first. */
export function loginRole(role: string): string {
  return `do $$
begin
  if not exists (select from pg_roles where rolname = '${role}') then
    create role ${role} login;
  end if;
exception when duplicate_object or unique_violation then null;
end $$`
}

/**
 * The condition of a policy. After a transaction-local setting has ended its value is '', not null, and '' is neither
 * integer nor uuid.
 */
export function tenantCondition({ type, setting }: Tenancy, column: string): string {
  return `"${column}" = nullif(current_setting('${setting}', true), '')::${type}`
}

/**
 * Grants a table to the service and, where it is a tenant's, puts it under a policy that holds for every verb: a policy
 * without `with check` checks new rows by the same condition.
 */
export function tenantTable(tenancy: Tenancy, { name, columns }: { name: string; columns: readonly string[] }) {
  const grant = `grant select, insert, update, delete on ${name} to ${tenancy.role}`
  const own = name === tenancy.tenants ? 'id' : tenancy.column
  if (own !== 'id' && !columns.includes(own)) return [grant]
  return [
    grant,
    `alter table ${name} enable row level security`,
    `create policy tenant on ${name} to ${tenancy.role} using (${tenantCondition(tenancy, own)})`,
  ]
}

export interface TenantTransactions<Call> {
  /** @throws RangeError for an id that is neither a whole number nor a uuid */
  inTenant<Result>(db: Connection, tenant: number | string, work: () => Promise<Result>): Promise<Result>
  /** Makes a function of the service one that opens its own tenant transaction. */
  asTenant<Own extends Call, Result>(
    work: (db: Connection, call: Own) => Promise<Result>,
  ): (db: Connection, call: Own) => Promise<Result>
}

/**
 * Transactions that see one tenant. Set for the session, as the seeds do, the tenant would leak to the next user of a
 * pooled connection; here it ends with the transaction.
 *
 * Begin and tenant travel together: one round trip where two would cost each request a third. A message of several
 * statements takes no parameters, so the id is inlined, and checked to be nothing but a number or a uuid.
 *
 * @param tenantOf whose the call is
 */
export function tenantTransactions<Call>(
  setting: string,
  tenantOf: (call: Call) => number | string,
): TenantTransactions<Call> {
  async function inTenant<Result>(db: Connection, tenant: number | string, work: () => Promise<Result>) {
    if (!/^([1-9]\d*|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/.test(String(tenant))) {
      throw new RangeError(`A tenant's id is a positive whole number or a uuid, not ${tenant}`)
    }
    await db.query(`begin; select set_config('${setting}', '${tenant}', true)`)
    try {
      const result = await work()
      await db.query('commit')
      return result
    } catch (error) {
      await db.query('rollback')
      throw error
    }
  }
  return { inTenant, asTenant: (work) => (db, call) => inTenant(db, tenantOf(call), () => work(db, call)) }
}
