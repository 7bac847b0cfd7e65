import { dimension } from '@pgwright/system-frame'
import type { Dimensions, Random } from 'pgwright'
import { rowId, token } from './row-id.ts'
import {
  anyActiveSlot,
  anySchool,
  anySlot,
  bookingsOf,
  numberOf,
  orgIdOf,
  type School,
  schools,
  slotsOf,
} from './schools.ts'
import type { TrailCall } from './service/audit.ts'
import type { AvailabilityCall } from './service/availability.ts'
import type { NewBooking, StatusCall } from './service/booking-changes.ts'
import type { DayCall } from './service/bookings.ts'
import type { IntentCall } from './service/payments.ts'
import type { StudentCall } from './service/students.ts'
import type { TenantCall } from './service/tenant.ts'
import type { TripCall } from './service/trips.ts'
import type { DeliveryCall, WebhookEvent } from './service/webhooks.ts'

/** The day on which the story stands still. */
const today = '2025-02-24'

export function schoolCall(random: Random, dimensions: Dimensions): TenantCall {
  return { orgId: orgIdOf(anySchool(random, dimensions)) }
}

export function dayCall(random: Random, dimensions: Dimensions): DayCall {
  const ago = random.integer(-3, 200)
  return { ...schoolCall(random, dimensions), from: `${day(-ago)}T00:00:00Z`, before: `${day(1 - ago)}T00:00:00Z` }
}

export function tripCall(random: Random, dimensions: Dimensions): TripCall {
  const school = anySchool(random, dimensions)
  const nth = mostlyNew(dimension(dimensions, 'tripsPerInstructor'), random)
  return { orgId: orgIdOf(school), tripId: rowId('Trip', numberOf(anySlot(school, random), nth, dimensions)) }
}

export function availabilityCall(random: Random, dimensions: Dimensions): AvailabilityCall {
  const school = anySchool(random, dimensions)
  const instructorId = rowId('Instructor', anyActiveSlot(school, random) + 1)
  return { orgId: orgIdOf(school), instructorId, date: day(random.integer(-40, 20)) }
}

export function studentCall(random: Random, dimensions: Dimensions): StudentCall {
  const school = anySchool(random, dimensions)
  return { orgId: orgIdOf(school), studentId: anyStudent(school, random, dimensions) }
}

export function intentCall(random: Random, dimensions: Dimensions): IntentCall {
  const school = anySchool(random, dimensions)
  return { orgId: orgIdOf(school), intentId: token('pi', anyBooking(school, random, dimensions)) }
}

/** Half of those who look into the log look at an instructor, whose trails are long. */
export function trailCall(random: Random, dimensions: Dimensions): TrailCall {
  const school = anySchool(random, dimensions)
  const orgId = orgIdOf(school)
  if (random.integer(0, 1) === 0) {
    return { orgId, entityType: 'Instructor', entityId: rowId('Instructor', anySlot(school, random) + 1) }
  }
  return { orgId, entityType: 'Booking', entityId: rowId('Booking', anyBooking(school, random, dimensions)) }
}

/** Twenty events in a row that the provider sends again, after a timeout of its own: what it sent within the last days. */
export function redelivery(random: Random, dimensions: Dimensions): DeliveryCall {
  const count = dimension(dimensions, 'webhookEvents')
  const first = random.integer(Math.floor(count * 0.95), count - 20)
  const events = Array.from({ length: 20 }, (_, position): WebhookEvent => {
    return { eventId: token('evt', first + position), provider: 'stripe', type: 'payment_intent.succeeded' }
  })
  return { events }
}

/** Lessons at one hour, week by week, beyond what is booked by now. */
export function courseCall(random: Random, dimensions: Dimensions, lessons: number) {
  const school = anySchool(random, dimensions)
  const course = {
    instructorId: rowId('Instructor', anyActiveSlot(school, random) + 1),
    studentId: anyStudent(school, random, dimensions),
    serviceId: rowId('Service', (school.number - 1) * 6 + random.integer(1, 6)),
  }
  const first = random.integer(35, 60)
  const hour = String(random.integer(8, 19)).padStart(2, '0')
  const bookings = Array.from({ length: lessons }, (_, week): NewBooking => {
    return { ...course, startAt: `${day(first + 7 * week)}T${hour}:00:00Z` }
  })
  return { orgId: orgIdOf(school), bookings }
}

/** One of an active instructor's last bookings: all these lie in months that are still open. */
export function statusCall(random: Random, dimensions: Dimensions): StatusCall {
  const school = anySchool(random, dimensions)
  const slot = anyActiveSlot(school, random)
  const nth = bookingsOf(slot, dimensions) - random.integer(1, 5)
  const bookingId = rowId('Booking', numberOf(slot, nth, dimensions))
  return { orgId: orgIdOf(school), bookingId, status: random.pick(['confirmed', 'completed', 'cancelled']) }
}

/** A trip that is being recorded: every third instructor drives just now, the first among them. */
export function liveTripCall(random: Random, dimensions: Dimensions): TripCall {
  const [largest] = schools(dimensions)
  const school = [anySchool(random, dimensions), largest].find((one) => one !== undefined && driversOf(one).length > 0)
  if (school === undefined) throw new Error('driveflow needs at least one organization; raise `organizations`')
  const recorded = dimension(dimensions, 'tripsPerInstructor') * dimension(dimensions, 'instructors')
  const slot = random.pick(driversOf(school))
  return { orgId: orgIdOf(school), tripId: rowId('Trip', recorded + 1 + slot / 3) }
}

function driversOf(school: School): readonly number[] {
  return slotsOf(school).filter((slot) => slot % 3 === 0)
}

function anyStudent(school: School, random: Random, dimensions: Dimensions): string {
  const nth = random.integer(0, dimension(dimensions, 'studentsPerInstructor') - 1)
  return rowId('Student', numberOf(anySlot(school, random), nth, dimensions))
}

function anyBooking(school: School, random: Random, dimensions: Dimensions): number {
  const slot = anySlot(school, random)
  return numberOf(slot, mostlyNew(bookingsOf(slot, dimensions), random), dimensions)
}

/** One of so many that are numbered by time, from 0: three of four times one of the newest fifth. */
function mostlyNew(count: number, random: Random): number {
  const from = random.integer(1, 4) === 1 ? 0 : Math.floor(count * 0.8)
  return random.integer(from, count - 1)
}

/** @param after days after today; negative for before */
function day(after: number): string {
  return new Date(Date.parse(today) + after * 86_400_000).toISOString().slice(0, 10)
}
