import type { Connection } from 'pgwright'
import type { CourierCall } from './deliveries.ts'
import type { TenantCall } from './tenant.ts'

export interface NewDelivery extends CourierCall {
  readonly trackingNumber: string
  readonly codAmount: number
}

export interface StatusChange extends TenantCall {
  readonly deliveryId: string
  readonly status: 'assigned' | 'picked_up' | 'in_transit' | 'delivered'
}

/** Returns the id of the new delivery. */
export async function createDelivery(db: Connection, delivery: NewDelivery): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `insert into deliveries (
       organization_id, courier_id, tracking_number, status, customer_name, customer_phone, pickup_address,
       delivery_address, cod_amount, delivery_fee
     )
     values ($1, $2, $3, 'pending', 'Sara Al-Harbi', '+966500000000', 'Warehouse 1, Riyadh', '12 Olaya Street, Riyadh', $4, 15)
     returning id`,
    [delivery.organizationId, delivery.courierId, delivery.trackingNumber, delivery.codAmount],
  )
  if (row === undefined) throw new Error('An insert of one row returned none')
  return row.id
}

export async function changeDeliveryStatus(db: Connection, { deliveryId, status }: StatusChange): Promise<void> {
  await db.query(
    `update deliveries
     set status = $2,
       pickup_time = case when $2 = 'picked_up' then now() else pickup_time end,
       delivery_time = case when $2 = 'delivered' then greatest(now(), pickup_time) end,
       updated_at = now()
     where id = $1`,
    [deliveryId, status],
  )
}
