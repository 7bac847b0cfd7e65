import { dimension } from '@pgwright/system-frame'
import type { Connection, Gate, GateContext, Random } from 'pgwright'
import { dayAfter, timeOf, today } from '../days.ts'
import { type Booking, writeBooking } from '../service/bookings.ts'
import { inTenant } from '../service/tenant.ts'
import { anyClient, type Barber, barbers, serviceOfShop } from '../shops.ts'

const connections = 16
const barbersTried = 20
/** Beyond the days that are booked already: all that is in the way there is another attempt of these. */
const firstDay = dayAfter(today, 60)
const leastPerSecond = 500

/** How the attempts have gone. */
interface Outcome {
  booked: number
  /** Kept out by the constraint. */
  refused: number
  /** Anything else, by SQLSTATE. */
  readonly others: Map<string, number>
}

/** Writes appointments at any time of a few days, without asking first, so that most are in the way of each other. */
export const noDoubleBookings: Gate = {
  id: 'double-bookings',
  title: 'Two overlapping bookings of one barber',
  claim: `never both commit, at ${leastPerSecond} attempts a second on ${connections} connections`,
  async measure(context) {
    const attempts = dimension(context.dimensions, 'bookingAttempts')
    const startedAt = performance.now()
    const outcome = await bookAtOnce(context, attempts)
    const perSecond = attempts / ((performance.now() - startedAt) / 1000)
    const overlaps = await overlapping(context.owner)
    const { booked, refused, others } = outcome
    const other = [...others].map(([state, count]) => `, ${count} failed with ${state}`).join('')
    const fast = perSecond >= leastPerSecond
    return {
      measured: `${overlaps} overlap; of ${attempts} attempts ${booked} booked, ${refused} refused by the constraint${other}; ${perSecond.toFixed(0)}/s`,
      met: overlaps === 0 && others.size === 0 && booked + refused === attempts && booked > 0 && refused > 0 && fast,
      figures: [
        { id: 'double-bookings', title: 'Double bookings', value: overlaps, unit: '', goal: 0, better: 'lower' },
        {
          id: 'booking-attempts',
          title: 'Booking attempts',
          value: perSecond,
          unit: '/s',
          goal: leastPerSecond,
          better: 'higher',
        },
      ],
    }
  },
}

async function bookAtOnce({ pool, dimensions, random }: GateContext, attempts: number): Promise<Outcome> {
  const tried = barbers(dimensions).slice(0, barbersTried)
  const bookings = Array.from({ length: attempts }, () => {
    const barber = random.pick(tried)
    const clientId = anyClient(barber, random, dimensions)
    return { ...anyTimeOf(barber, random), clientId, serviceId: serviceOfShop(barber.organizationId, 1, dimensions) }
  })
  const outcome: Outcome = { booked: 0, refused: 0, others: new Map() }
  const { connections: sessions, close } = await pool(connections)
  try {
    await Promise.all(sessions.map((db) => bookFrom(db, bookings, outcome)))
  } finally {
    await close()
  }
  return outcome
}

function anyTimeOf({ organizationId, id }: Barber, random: Random) {
  const day = dayAfter(firstDay, random.integer(0, 4))
  const minute = 8 * 60 + 5 * random.integer(0, 143)
  const from = timeOf(day, minute)
  const before = timeOf(day, minute + 15 * random.integer(1, 6))
  return { organizationId, barberId: id, from, before, serviceName: 'Haircut', price: 38 }
}

/** Takes bookings from the end of the list until it is empty. */
async function bookFrom(db: Connection, bookings: Booking[], outcome: Outcome): Promise<void> {
  for (let booking = bookings.pop(); booking !== undefined; booking = bookings.pop()) {
    const own = booking
    try {
      await inTenant(db, own.organizationId, () => writeBooking(db, own))
      outcome.booked++
    } catch (error) {
      const { code = 'no SQLSTATE' } = error as { code?: string }
      if (code === '23P01') outcome.refused++
      else outcome.others.set(code, (outcome.others.get(code) ?? 0) + 1)
    }
  }
}

/** Live appointments that begin before another one of the same barber has ended: by their order, not by the constraint. */
export async function overlapping(owner: Connection): Promise<number> {
  const [row] = await owner.query<{ overlaps: number }>(
    `select count(*)::integer as overlaps
     from (
       select start_time,
         max(end_time) over (partition by barber_id order by start_time, id rows between unbounded preceding and 1 preceding)
           as busy_until
       from appointments
       where status in ('confirmed', 'pending')
     ) as live
     where start_time < busy_until`,
  )
  return row?.overlaps ?? 0
}
