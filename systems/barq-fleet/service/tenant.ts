import type { Connection } from 'pgwright'

/** What each call of the service knows: on whose behalf it runs. */
export interface TenantCall {
  readonly organizationId: number
}

/**
 * Runs `work` in a transaction that sees one tenant. The seed sets the tenant for the session, which leaks to the next
 * user of a pooled connection; here it ends with the transaction.
 *
 * Begin and tenant travel together: one round trip where two would cost each request a third. A message of several
 * statements takes no parameters, so the id is inlined, and checked to be a whole number.
 *
 * @throws RangeError for an id that is no positive integer.
 */
export async function inTenant<Result>(
  db: Connection,
  organizationId: number,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!Number.isInteger(organizationId) || organizationId < 1) {
    throw new RangeError(`An organization's id is a positive integer, not ${organizationId}`)
  }
  await db.query(`begin; select set_config('app.current_org_id', '${organizationId}', true)`)
  try {
    const result = await work()
    await db.query('commit')
    return result
  } catch (error) {
    await db.query('rollback')
    throw error
  }
}

/** Makes a function of the service one that opens its own tenant transaction. */
export function asTenant<Call extends TenantCall, Result>(
  work: (db: Connection, call: Call) => Promise<Result>,
): (db: Connection, call: Call) => Promise<Result> {
  return (db, call) => inTenant(db, call.organizationId, () => work(db, call))
}
