import type { Connection } from 'pgwright'
import { halalas, riyals } from './money.ts'
import type { TenantCall } from './tenant.ts'

export interface CourierCall extends TenantCall {
  readonly courierId: number
}

interface DeliveryRow {
  readonly id: string
  readonly courier_id: number | null
  readonly tracking_number: string
  readonly status: string
  readonly cod_amount: string
  readonly created_at: unknown
}

interface NamedDeliveryRow extends DeliveryRow {
  readonly courier_name: string | null
}

const courierPageSize = 50
const pendingPageSize = 100

/** The seed's get_by_courier: all deliveries with all columns, and the courier once more for each that is shown. */
export async function deliveriesByCourierNaive(db: Connection, { courierId }: CourierCall) {
  const deliveries = await db.query<DeliveryRow>(
    'select * from deliveries where courier_id = $1 order by created_at desc, id desc',
    [courierId],
  )
  return withCourierOneByOne(db, deliveries.slice(0, courierPageSize))
}

export async function deliveriesByCourier(db: Connection, { courierId }: CourierCall) {
  const deliveries = await db.query<NamedDeliveryRow>(
    `select d.id, d.tracking_number, d.status, d.cod_amount, d.created_at, c.name as courier_name
     from deliveries d
     left join couriers c on c.id = d.courier_id
     where d.courier_id = $1
     order by d.created_at desc, d.id desc
     limit $2`,
    [courierId, courierPageSize],
  )
  return deliveries.map((delivery) => listItem(delivery, delivery.courier_name))
}

/** The seed's dispatch list: `delivery.courier.name` costs a query for each line. */
export async function pendingDeliveriesNaive(db: Connection) {
  const deliveries = await db.query<DeliveryRow>(
    `select * from deliveries where status = 'pending' order by created_at desc, id desc limit $1`,
    [pendingPageSize],
  )
  return withCourierOneByOne(db, deliveries)
}

/**
 * A left join, since a delivery may have no courier yet. It also keeps the planner's estimate right: it takes the
 * policies of both tables for independent, and expects an inner join to lose 93 % of a large tenant's rows.
 */
export async function pendingDeliveries(db: Connection) {
  const deliveries = await db.query<NamedDeliveryRow>(
    `select d.id, d.tracking_number, d.status, d.cod_amount, d.created_at, c.name as courier_name
     from deliveries d
     left join couriers c on c.id = d.courier_id
     where d.status = 'pending'
     order by d.created_at desc, d.id desc
     limit $1`,
    [pendingPageSize],
  )
  return deliveries.map((delivery) => listItem(delivery, delivery.courier_name))
}

/** The seed's "VERY BAD" form: every delivery of the tenant comes here to be counted. */
export async function deliveryStatisticsNaive(db: Connection) {
  const deliveries = await db.query<DeliveryRow>('select * from deliveries')
  const counts = new Map<string, number>()
  let cod = 0
  for (const { status, cod_amount } of deliveries) {
    counts.set(status, (counts.get(status) ?? 0) + 1)
    cod += halalas(cod_amount)
  }
  const byStatus = [...counts].map(([status, count]) => ({ status, count }))
  byStatus.sort((a, b) => (a.status < b.status ? -1 : 1))
  return { total: deliveries.length, byStatus, codTotal: riyals(cod) }
}

export async function deliveryStatistics(db: Connection) {
  const rows = await db.query<{ status: string; count: number; cod: string }>(
    `select status, count(*)::integer as count, sum(cod_amount) as cod
     from deliveries
     group by status
     order by status collate "C"`,
  )
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    byStatus: rows.map(({ status, count }) => ({ status, count })),
    codTotal: riyals(rows.reduce((sum, { cod }) => sum + halalas(cod), 0)),
  }
}

async function withCourierOneByOne(db: Connection, deliveries: readonly DeliveryRow[]) {
  const list = []
  for (const delivery of deliveries) {
    const [courier] = await db.query<{ name: string }>('select * from couriers where id = $1', [delivery.courier_id])
    list.push(listItem(delivery, courier?.name ?? null))
  }
  return list
}

function listItem({ id, tracking_number, status, cod_amount, created_at }: DeliveryRow, courierName: string | null) {
  return { id, trackingNumber: tracking_number, status, codAmount: cod_amount, createdAt: created_at, courierName }
}
