/** The moment at which the product's story stands still: the end of the last day before the seed was written. */
export const anchor = '2025-07-31 00:00:00+00'

/** The day that begins there. */
export const today = '2025-07-31'

const dayMs = 86_400_000

/** The date so many days after another, before it where the number is negative. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

/** A time of a day in UTC, which all shops keep. */
export function timeOf(day: string, minutes: number): string {
  return new Date(Date.parse(day) + minutes * 60_000).toISOString()
}
