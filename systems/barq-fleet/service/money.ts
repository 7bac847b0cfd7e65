/**
 * Riyals as halalas. `numeric` arrives as text, and adding up its fractions as doubles would drift from the sum that
 * PostgreSQL makes.
 */
export function halalas(amount: string): number {
  return Math.round(Number(amount) * 100)
}

/** Halalas as riyals: the double nearest to the exact amount, so the same whichever side added it up. */
export function riyals(amount: number): number {
  return amount / 100
}
