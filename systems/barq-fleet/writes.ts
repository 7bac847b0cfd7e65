import type { Dimensions, Random, Write } from 'pgwright'
import { courierCall } from './calls.ts'
import { checkIn } from './service/attendance.ts'
import { type Collection, collectCod } from './service/cod.ts'
import type { CourierCall } from './service/deliveries.ts'
import {
  changeDeliveryStatus,
  createDelivery,
  type NewDelivery,
  type StatusChange,
} from './service/delivery-changes.ts'
import { asTenant } from './service/tenant.ts'
import { anyCourier, anyRecentDelivery, anyTenant } from './tenants.ts'

const newDelivery: Write<NewDelivery> = {
  id: 'create-delivery',
  weight: 8,
  parameters: newDeliveryCall,
  run: asTenant(createDelivery),
}

const statusChange: Write<StatusChange> = {
  id: 'change-delivery-status',
  weight: 14,
  parameters(random, dimensions) {
    const tenant = anyTenant(random, dimensions)
    return {
      organizationId: tenant.organizationId,
      deliveryId: String(anyRecentDelivery(tenant, random, dimensions)),
      status: random.pick(['assigned', 'picked_up', 'in_transit', 'delivered']),
    }
  },
  run: asTenant(changeDeliveryStatus),
}

const attendance: Write<CourierCall> = {
  id: 'check-in',
  weight: 3,
  parameters: courierCall,
  run: asTenant(checkIn),
}

const collection: Write<Collection> = {
  id: 'collect-cod',
  weight: 3,
  parameters(random, dimensions) {
    const tenant = anyTenant(random, dimensions)
    return {
      organizationId: tenant.organizationId,
      courierId: anyCourier(tenant, random, dimensions),
      deliveryId: String(anyRecentDelivery(tenant, random, dimensions)),
      amount: random.integer(20, 500),
    }
  },
  run: asTenant(collectCod),
}

/** What dispatchers and couriers do all day: 28 of each hundred calls. */
export const writes: readonly Write[] = [newDelivery, statusChange, attendance, collection]

export function newDeliveryCall(random: Random, dimensions: Dimensions): NewDelivery {
  return {
    ...courierCall(random, dimensions),
    trackingNumber: `BRQ${random.integer(2_000_000_000, 2_999_999_999)}`,
    codAmount: random.pick([0, 0, 0, 85, 240]),
  }
}
