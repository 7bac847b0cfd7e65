import type { Connection } from 'pgwright'
import type { TenantCall } from './tenant.ts'

export interface RevenueCall extends TenantCall {
  readonly from: string
  readonly before: string
}

interface PaymentRow {
  readonly amountCents: number
  readonly createdAt: Date
}

/** Loads every payment of the time and adds up here. */
export async function revenueByMonthNaive(db: Connection, { orgId, from, before }: RevenueCall) {
  const payments = await db.query<PaymentRow>(
    `select * from "Payment"
     where "orgId" = $1 and "createdAt" >= $2 and "createdAt" < $3 and "status" = 'succeeded'`,
    [orgId, from, before],
  )
  const months = new Map<string, { payments: number; cents: number }>()
  for (const { amountCents, createdAt } of payments) {
    const month = createdAt.toISOString().slice(0, 7)
    const sum = months.get(month) ?? { payments: 0, cents: 0 }
    months.set(month, { payments: sum.payments + 1, cents: sum.cents + amountCents })
  }
  return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, sum]) => ({ month, ...sum }))
}

export async function revenueByMonth(db: Connection, { from, before }: RevenueCall) {
  const rows = await db.query<{ month: string; payments: number; cents: string }>(
    `select to_char("createdAt" at time zone 'UTC', 'YYYY-MM') as month, count(*)::integer as payments,
       sum("amountCents") as cents
     from "Payment"
     where "createdAt" >= $1 and "createdAt" < $2 and "status" = 'succeeded'
     group by 1
     order by 1`,
    [from, before],
  )
  return rows.map(({ month, payments, cents }) => ({ month, payments, cents: Number(cents) }))
}
