import type { Dimensions, Random } from 'pgwright'
import type { CourierCall } from './service/deliveries.ts'
import type { TenantCall } from './service/tenant.ts'
import { anyCourier, anyTenant } from './tenants.ts'

export function tenantCall(random: Random, dimensions: Dimensions): TenantCall {
  return { organizationId: anyTenant(random, dimensions).organizationId }
}

export function courierCall(random: Random, dimensions: Dimensions): CourierCall {
  const tenant = anyTenant(random, dimensions)
  return { organizationId: tenant.organizationId, courierId: anyCourier(tenant, random, dimensions) }
}
