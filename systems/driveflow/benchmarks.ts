import type { Benchmark } from 'pgwright'
import {
  availabilityCall,
  courseCall,
  dayCall,
  intentCall,
  redelivery,
  schoolCall,
  studentCall,
  trailCall,
  tripCall,
} from './calls.ts'
import { auditTrail, auditTrailNaive, type TrailCall } from './service/audit.ts'
import { type AvailabilityCall, availability, availabilityNaive } from './service/availability.ts'
import { type CourseCall, createBookings, createBookingsNaive } from './service/booking-changes.ts'
import {
  activeInstructorDay,
  activeInstructorDayNaive,
  bookingList,
  bookingListNaive,
  bookingPages,
  bookingPagesNaive,
  type DayCall,
  type WalkCall,
} from './service/bookings.ts'
import { type TopicCall, waitingMessages, waitingMessagesNaive } from './service/outbox.ts'
import { type IntentCall, paymentOfIntent, paymentOfIntentNaive } from './service/payments.ts'
import { type RevenueCall, revenueByMonth, revenueByMonthNaive } from './service/revenue.ts'
import { instructorStatistics, instructorStatisticsNaive } from './service/statistics.ts'
import { type StudentCall, studentHistory, studentHistoryNaive } from './service/students.ts'
import { asTenant, type TenantCall } from './service/tenant.ts'
import { type TripCall, tripPoints, tripPointsNaive } from './service/trips.ts'
import { acceptEvents, acceptEventsNaive, type DeliveryCall } from './service/webhooks.ts'

/** The seed's two bounds, and all that it says of times. It measured nothing before. */
const simple = { beforeMs: null, afterMs: 100, improvement: null }
const complex = { beforeMs: null, afterMs: 500, improvement: null }

const bookingsPage: Benchmark<WalkCall> = {
  id: 'bookings-page',
  title: 'Leaf through 15 pages of bookings',
  claim: simple,
  weight: 6,
  parameters: (random, dimensions) => ({ ...schoolCall(random, dimensions), pages: 15 }),
  naive: asTenant(bookingPagesNaive),
  improved: asTenant(bookingPages),
}

const wholeList: Benchmark<TenantCall> = {
  id: 'booking-list',
  title: "All of a school's bookings",
  claim: complex,
  weight: 1,
  parameters: schoolCall,
  naive: asTenant(bookingListNaive),
  improved: asTenant(bookingList),
}

const dayOfActive: Benchmark<DayCall> = {
  id: 'active-instructor-day',
  title: "A day of active instructors' bookings",
  claim: simple,
  weight: 12,
  parameters: dayCall,
  naive: asTenant(activeInstructorDayNaive),
  improved: asTenant(activeInstructorDay),
}

const statistics: Benchmark<TenantCall> = {
  id: 'instructor-statistics',
  title: 'Instructor statistics',
  claim: complex,
  weight: 2,
  parameters: schoolCall,
  naive: asTenant(instructorStatisticsNaive),
  improved: asTenant(instructorStatistics),
  needs: ['instructor-stats'],
}

const revenue: Benchmark<RevenueCall> = {
  id: 'revenue-by-month',
  title: 'Revenue by month',
  claim: complex,
  weight: 2,
  parameters(random, dimensions) {
    const months = random.pick([1, 3, 12])
    const from = new Date(Date.UTC(2025, 1 - months, 1)).toISOString()
    return { ...schoolCall(random, dimensions), from, before: '2025-02-01T00:00:00.000Z' }
  },
  naive: asTenant(revenueByMonthNaive),
  improved: asTenant(revenueByMonth),
}

const pointsOfTrip: Benchmark<TripCall> = {
  id: 'trip-points',
  title: 'GPS points of a trip',
  claim: simple,
  weight: 8,
  parameters: tripCall,
  naive: asTenant(tripPointsNaive),
  improved: asTenant(tripPoints),
}

const availabilityOfDay: Benchmark<AvailabilityCall> = {
  id: 'availability',
  title: 'Availability of an instructor',
  claim: simple,
  weight: 14,
  parameters: availabilityCall,
  naive: asTenant(availabilityNaive),
  improved: asTenant(availability),
}

const historyOfStudent: Benchmark<StudentCall> = {
  id: 'student-history',
  title: 'History of a student',
  claim: simple,
  weight: 9,
  parameters: studentCall,
  naive: asTenant(studentHistoryNaive),
  improved: asTenant(studentHistory),
}

const outboxPoll: Benchmark<TopicCall> = {
  id: 'outbox-poll',
  title: 'Poll the outbox',
  claim: simple,
  weight: 5,
  parameters: (random) => ({
    topic: random.pick(['booking.created', 'lesson.completed', 'payment.succeeded', 'booking.cancelled']),
  }),
  naive: waitingMessagesNaive,
  improved: waitingMessages,
}

const webhookRedelivery: Benchmark<DeliveryCall> = {
  id: 'webhook-redelivery',
  title: '20 webhook events, sent again',
  claim: simple,
  weight: 4,
  parameters: redelivery,
  naive: acceptEventsNaive,
  improved: acceptEvents,
}

const reconciliation: Benchmark<IntentCall> = {
  id: 'stripe-reconciliation',
  title: 'Payment of a Stripe intent',
  claim: simple,
  weight: 5,
  parameters: intentCall,
  naive: asTenant(paymentOfIntentNaive),
  improved: asTenant(paymentOfIntent),
}

const trailOfEntity: Benchmark<TrailCall> = {
  id: 'audit-trail',
  title: 'Audit trail of an entity',
  claim: simple,
  weight: 4,
  parameters: trailCall,
  naive: asTenant(auditTrailNaive),
  improved: asTenant(auditTrail),
}

const course: Benchmark<CourseCall> = {
  id: 'bulk-bookings',
  title: 'Book a course of 50 lessons',
  claim: simple,
  weight: 1,
  parameters: (random, dimensions) => courseCall(random, dimensions, 50),
  naive: asTenant(createBookingsNaive),
  improved: asTenant(createBookings),
}

/** What the seed holds to 100 ms, and what to 500. */
export const simpleBenchmarks: readonly Benchmark[] = [
  bookingsPage,
  dayOfActive,
  pointsOfTrip,
  availabilityOfDay,
  historyOfStudent,
  outboxPoll,
  webhookRedelivery,
  reconciliation,
  trailOfEntity,
  course,
]

export const complexBenchmarks: readonly Benchmark[] = [wholeList, statistics, revenue]

export const benchmarks: readonly Benchmark[] = [...simpleBenchmarks, ...complexBenchmarks]
