import { dimension, zipfParts } from '@pgwright/system-frame'
import type { Dimensions, Random } from 'pgwright'
import { rowId } from './row-id.ts'

/** A driving school and its part of the instructors, who take the slots from `firstSlot` on. */
export interface School {
  readonly number: number
  readonly firstSlot: number
  readonly instructors: number
}

/** Gives the biggest of 40 schools a tenth of the instructors: a few chains, many small schools. */
const zipfExponent = 0.6

/** All schools, the biggest first: school 1 is the biggest. */
export function schools(dimensions: Dimensions): readonly School[] {
  const parts = zipfParts(dimension(dimensions, 'organizations'), dimension(dimensions, 'instructors'), zipfExponent)
  return parts.map(({ first, size }, rank) => ({ number: rank + 1, firstSlot: first, instructors: size }))
}

/** How many bookings the instructor in a slot has: full-timers, part-timers. The same as build.instructors has. */
export function bookingsOf(slot: number, dimensions: Dimensions): number {
  const tenths = [14, 12, 10, 8, 6][slot % 5] ?? 10
  return Math.floor((dimension(dimensions, 'bookingsPerInstructor') * tenths) / 10)
}

/** The naive list of bookings loads all of them, with all that belongs to them. */
const loadableBookings = 75_000

/**
 * One school, mostly a large one: long lists are slow. One call in eight comes from any, as far as its bookings can be
 * loaded at once.
 */
export function anySchool(random: Random, dimensions: Dimensions): School {
  const each = dimension(dimensions, 'bookingsPerInstructor')
  const all = schools(dimensions).filter(({ instructors }) => instructors * each <= loadableBookings)
  return random.pick(random.integer(1, 8) === 1 ? all : all.slice(0, 3))
}

export function orgIdOf({ number }: School): string {
  return rowId('Organization', number)
}

export function slotsOf({ firstSlot, instructors }: School): readonly number[] {
  return Array.from({ length: instructors }, (_, position) => firstSlot + position)
}

export function anySlot({ firstSlot, instructors }: School, random: Random): number {
  return firstSlot + random.integer(0, instructors - 1)
}

/** Every ninth instructor has left the school. */
export function anyActiveSlot(school: School, random: Random): number {
  const slots = slotsOf(school)
  const active = slots.filter((slot) => slot % 9 !== 8)
  return random.pick(active.length === 0 ? slots : active)
}

/** A row of a table that has `count` rows for each instructor: row `nth`, from 0, of the one in a slot. */
export function numberOf(slot: number, nth: number, dimensions: Dimensions): number {
  return nth * dimension(dimensions, 'instructors') + slot + 1
}
