import { tenantTransactions } from '@pgwright/system-frame'
import { tenancy } from '../mixins.ts'

/** What each call of the service knows: on whose behalf it runs. */
export interface TenantCall {
  readonly organizationId: number
}

export const { inTenant, asTenant } = tenantTransactions<TenantCall>(
  tenancy.setting,
  ({ organizationId }) => organizationId,
)
