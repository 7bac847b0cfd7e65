import type { Dimensions, Random } from 'pgwright'
import { dayAfter, timeOf, today } from './days.ts'
import type { Booking, Checkout, NewClient, NextCall } from './service/bookings.ts'
import type { SlotCall } from './service/conflicts.ts'
import type { SlotsCall } from './service/slots.ts'
import type { BarberCall, Period, TenantCall } from './service/tenant.ts'
import { accountOf, anyBarber, anyClient, type Barber, serviceOfShop } from './shops.ts'

export function tenantCall(random: Random, dimensions: Dimensions): TenantCall {
  return { organizationId: anyBarber(random, dimensions).organizationId }
}

export function barberCall(random: Random, dimensions: Dimensions): BarberCall {
  return callOf(anyBarber(random, dimensions))
}

/** The last so many days before today. */
export function lastDays(days: number): Period {
  return { from: timeOf(dayAfter(today, -days), 0), before: timeOf(today, 0) }
}

/** A time within opening hours in the days ahead; about half of them are taken. */
export function slotCall(random: Random, dimensions: Dimensions): SlotCall {
  return { ...barberCall(random, dimensions), ...anyTime(random) }
}

export function slotsCall(random: Random, dimensions: Dimensions): SlotsCall {
  return {
    ...barberCall(random, dimensions),
    day: dayAfter(today, random.integer(1, 28)),
    minutes: random.pick([30, 45, 60]),
  }
}

export function bookingCall(random: Random, dimensions: Dimensions): Booking {
  const barber = anyBarber(random, dimensions)
  return {
    ...callOf(barber),
    ...anyTime(random),
    clientId: anyClient(barber, random, dimensions),
    serviceId: serviceOfShop(barber.organizationId, 1, dimensions),
    serviceName: 'Haircut',
    price: 38,
  }
}

export function nextCall(random: Random, dimensions: Dimensions): NextCall {
  return { ...barberCall(random, dimensions), from: timeOf(today, 0) }
}

export function checkoutCall(random: Random, dimensions: Dimensions): Checkout {
  const barber = anyBarber(random, dimensions)
  return { ...callOf(barber), from: timeOf(today, 0), accountId: accountOf(barber, dimensions) }
}

export function newClientCall(random: Random, dimensions: Dimensions): NewClient {
  return {
    ...barberCall(random, dimensions),
    name: `New Client ${random.integer(1, 1_000_000)}`,
    phone: `+1${random.integer(2_010_000_000, 2_709_999_999)}`,
  }
}

function callOf({ organizationId, id }: Barber): BarberCall {
  return { organizationId, barberId: id }
}

function anyTime(random: Random): Period {
  const day = dayAfter(today, random.integer(1, 28))
  const minute = 9 * 60 + 15 * random.integer(0, 35)
  return { from: timeOf(day, minute), before: timeOf(day, minute + 45) }
}
