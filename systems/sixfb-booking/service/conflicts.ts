import type { Connection } from 'pgwright'
import type { BarberCall, Period } from './tenant.ts'

export type SlotCall = BarberCall & Period

export const conflictsNaiveSql = `
  select * from appointments
  where barber_id = $1
    and status in ('confirmed', 'pending')
    and (
      (start_time <= $2 and end_time > $2)
      or (start_time < $3 and end_time >= $3)
      or (start_time >= $2 and end_time <= $3)
    )`

/** The seed's check: three ways to overlap, joined by `or`, and every row of them loaded to see whether there is one. */
export async function isFreeNaive(db: Connection, { barberId, from, before }: SlotCall): Promise<boolean> {
  const taken = await db.query(conflictsNaiveSql, [barberId, from, before])
  return taken.length === 0
}

/**
 * Two times overlap where each begins before the other ends. No appointment is longer than eight hours, which the
 * table's check makes sure of: what overlaps begins at most so long before, and a btree on (barber, start) finds it.
 *
 * The range operator `&&` says the same and has an index, that of the constraint. But it is not leakproof: under a
 * policy it is no index condition, and the whole diary of the barber is read.
 */
export const isFreeSql = `
  select not exists (
    select from appointments
    where barber_id = $1
      and status in ('confirmed', 'pending')
      and start_time > $2::timestamptz - interval '8 hours'
      and start_time < $3
      and end_time > $2
  ) as free`

export async function isFree(db: Connection, { barberId, from, before }: SlotCall): Promise<boolean> {
  const [row] = await db.query<{ free: boolean }>(isFreeSql, [barberId, from, before])
  return row?.free === true
}
