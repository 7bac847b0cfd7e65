import { tenantTransactions } from '@pgwright/system-frame'
import { tenancy } from '../tenancy.ts'

/** What each call of the service knows: on whose behalf it runs. */
export interface TenantCall {
  readonly organizationId: number
}

export interface BarberCall extends TenantCall {
  readonly barberId: number
}

/** From a moment on and before another, as ISO text. */
export interface Period {
  readonly from: string
  readonly before: string
}

export const { inTenant, asTenant } = tenantTransactions<TenantCall>(
  tenancy.setting,
  ({ organizationId }) => organizationId,
)
