import type { Random, Write } from 'pgwright'
import { courseCall, intentCall, liveTripCall, statusCall } from './calls.ts'
import {
  type BookingCall,
  changeBookingStatus,
  createBooking,
  type NewBooking,
  type StatusCall,
} from './service/booking-changes.ts'
import { deliverMessages, type TopicCall } from './service/outbox.ts'
import { type IntentCall, settlePayment } from './service/payments.ts'
import { asTenant } from './service/tenant.ts'
import { type Point, type RecordCall, recordPoints } from './service/trips.ts'
import { processEvent, type WebhookEvent } from './service/webhooks.ts'

const newBooking: Write<BookingCall> = {
  id: 'create-booking',
  weight: 8,
  parameters(random, dimensions) {
    const { orgId, bookings } = courseCall(random, dimensions, 1)
    return { orgId, booking: first(bookings) }
  },
  run: asTenant(createBooking),
}

const bookingStatus: Write<StatusCall> = {
  id: 'change-booking-status',
  weight: 6,
  parameters: statusCall,
  run: asTenant(changeBookingStatus),
}

const points: Write<RecordCall> = {
  id: 'record-points',
  weight: 6,
  parameters: (random, dimensions) => ({
    ...liveTripCall(random, dimensions),
    points: minuteOfDriving(random),
  }),
  run: asTenant(recordPoints),
}

const webhook: Write<WebhookEvent> = {
  id: 'receive-webhook',
  weight: 4,
  parameters: (random) => ({
    eventId: `evt_new_${random.integer(1, 2 ** 40)}`,
    provider: 'stripe',
    type: 'payment_intent.succeeded',
  }),
  run: (db, event) =>
    processEvent(db, event, () =>
      db.query(`insert into "Outbox" ("id", "topic", "payload") values (uuidv7(), 'payment.succeeded', $1)`, [event]),
    ),
}

const settlement: Write<IntentCall> = {
  id: 'settle-payment',
  weight: 2,
  parameters: intentCall,
  run: asTenant(settlePayment),
}

const delivery: Write<TopicCall> = {
  id: 'deliver-outbox',
  weight: 1,
  parameters: (random) => ({ topic: random.pick(['booking.created', 'payment.succeeded', 'lesson.completed']) }),
  run: (db, { topic }) => deliverMessages(db, topic, async () => {}),
}

/** What schools, cars and providers write all day: 27 of each hundred calls. */
export const writes: readonly Write[] = [newBooking, bookingStatus, points, webhook, settlement, delivery]

/** A phone sends a minute's points at a time. They go on after the loaded ones, within the four hours of a recording. */
function minuteOfDriving(random: Random): readonly Point[] {
  const start = Date.parse('2025-02-24T10:00:00Z') + 60_000 * random.integer(0, 180)
  const lat = 51.4 + random.integer(0, 1000) / 10_000
  return Array.from({ length: 12 }, (_, point) => ({
    ts: new Date(start + 5000 * point).toISOString(),
    lat: Math.round((lat + point * 0.0004) * 1e6) / 1e6,
    lng: -0.12,
    speedKph: random.integer(0, 60),
  }))
}

function first(bookings: readonly NewBooking[]): NewBooking {
  const [booking] = bookings
  if (booking === undefined) throw new Error('A course of one lesson has one')
  return booking
}
