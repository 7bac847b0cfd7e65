import type { Connection } from 'pgwright'
import type { CourierCall } from './deliveries.ts'
import type { TenantCall } from './tenant.ts'

export interface DayCall extends TenantCall {
  /** `2024-12-31`. */
  readonly day: string
}

interface CodRow {
  readonly id: string
  readonly courier_id: number
  readonly amount: string
  readonly status: string
}

/** The cash of one day, and the name of who collected it, asked for line by line. */
export async function codByDateNaive(db: Connection, { day }: DayCall) {
  const transactions = await db.query<CodRow>('select * from cod_transactions where collection_date = $1 order by id', [
    day,
  ])
  const list = []
  for (const transaction of transactions) {
    const [courier] = await db.query<{ name: string }>('select * from couriers where id = $1', [transaction.courier_id])
    list.push(listItem(transaction, courier?.name ?? ''))
  }
  return list
}

export async function codByDate(db: Connection, { day }: DayCall) {
  const transactions = await db.query<CodRow & { courier_name: string }>(
    `select t.id, t.amount, t.status, c.name as courier_name
     from cod_transactions t
     join couriers c on c.id = t.courier_id
     where t.collection_date = $1
     order by t.id`,
    [day],
  )
  return transactions.map((transaction) => listItem(transaction, transaction.courier_name))
}

export interface Collection extends CourierCall {
  readonly deliveryId: string
  readonly amount: number
}

/** The courier has the cash in hand. */
export async function collectCod(db: Connection, collection: Collection): Promise<void> {
  await db.query(
    `insert into cod_transactions (organization_id, courier_id, delivery_id, amount, status, collection_date)
     values ($1, $2, $3, $4, 'collected', current_date)`,
    [collection.organizationId, collection.courierId, collection.deliveryId, collection.amount],
  )
}

function listItem({ id, amount, status }: CodRow, courierName: string) {
  return { id, amount, status, courierName }
}
