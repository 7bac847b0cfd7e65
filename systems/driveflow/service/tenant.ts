import { tenantTransactions } from '@pgwright/system-frame'
import { tenancy } from '../tenancy.ts'

/** What each call of the service knows: on whose behalf it runs. */
export interface TenantCall {
  readonly orgId: string
}

export const { inTenant, asTenant } = tenantTransactions<TenantCall>(tenancy.setting, ({ orgId }) => orgId)
