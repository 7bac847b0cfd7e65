import { RuntimeError } from '../error.ts'
import { currentScope } from '../scope/index.ts'

/** Under which the middleware and the tenants put whose request it is. */
const scopeTenant = Symbol.for('pgwright.tenant')

/**
 * Whose entry it is; null for everybody's.
 *
 * @throws RuntimeError `no-tenant` where there must be one, `usage` where it is no text or number
 */
export function tenantOf(tenancy: 'scoped' | 'bound' | 'shared', given: unknown): string | null {
  if (tenancy === 'shared') {
    if (given === undefined) return null
    throw new RuntimeError(
      'usage',
      'This cache is shared by all tenants.',
      'Leave the tenant out, or make another cache.',
    )
  }
  const tenant = given === undefined ? currentScope()?.values.get(scopeTenant) : given
  if (typeof tenant === 'string' && tenant !== '') return tenant
  if (typeof tenant === 'number' || typeof tenant === 'bigint') return String(tenant)
  if (tenant !== undefined && tenant !== null)
    throw new RuntimeError('usage', 'A tenant must be a text that is not empty, or a number.', 'Pass the id.')
  if (tenancy === 'scoped' && given === undefined) return null
  throw new RuntimeError(
    'no-tenant',
    'No tenant is set.',
    'Pass `tenant`, or call within the scope of a request that has one.',
  )
}
