import type { Connection } from 'pgwright'
import { relatedById } from './relations.ts'
import type { TenantCall } from './tenant.ts'

export interface IntentCall extends TenantCall {
  readonly intentId: string
}

interface PaymentRow {
  readonly id: string
  readonly amountCents: number
  readonly status: string
  readonly bookingId: string
  readonly studentId: string
}

interface Details {
  readonly startAt: Date | null
  readonly fullName: string | null
}

/** What the provider's report is compared with: the payment with its booking and learner, one query each. */
export async function paymentOfIntentNaive(db: Connection, { orgId, intentId }: IntentCall) {
  const [payment] = await db.query<PaymentRow>(
    'select * from "Payment" where "orgId" = $1 and "stripePaymentIntentId" = $2 limit 1',
    [orgId, intentId],
  )
  if (payment === undefined) return null
  const bookings = await relatedById<{ id: string; startAt: Date }>(db, 'Booking', [payment.bookingId])
  const students = await relatedById<{ id: string; fullName: string }>(db, 'Student', [payment.studentId])
  return reconciliation(payment, {
    startAt: bookings.get(payment.bookingId)?.startAt ?? null,
    fullName: students.get(payment.studentId)?.fullName ?? null,
  })
}

export async function paymentOfIntent(db: Connection, { intentId }: IntentCall) {
  const [row] = await db.query<PaymentRow & Details>(
    `select p."id", p."amountCents", p."status", b."startAt", s."fullName"
     from "Payment" p
     left join "Booking" b on b."id" = p."bookingId"
     left join "Student" s on s."id" = p."studentId"
     where p."stripePaymentIntentId" = $1
     limit 1`,
    [intentId],
  )
  return row === undefined ? null : reconciliation(row, row)
}

export async function settlePayment(db: Connection, { intentId }: IntentCall): Promise<void> {
  await db.query(
    `update "Payment" set "status" = 'succeeded', "updatedAt" = now()
     where "stripePaymentIntentId" = $1 and "status" = 'pending'`,
    [intentId],
  )
}

function reconciliation({ id, amountCents, status }: PaymentRow, { startAt, fullName }: Details) {
  return { id, amountCents, status, startAt, student: fullName }
}
