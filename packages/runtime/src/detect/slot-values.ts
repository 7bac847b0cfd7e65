import type { Statement } from '../events/index.ts'
import { type Slot, slotsOf } from '../shapes/index.ts'
import { keyOf } from './keys.ts'

export interface VaryingSlot {
  readonly slot: Slot
  /** One for each statement. */
  readonly values: readonly unknown[]
}

/** The places of a shape where the statements of a series have different values. */
export function varyingSlots(statements: readonly Statement[]): VaryingSlot[] {
  const [first] = statements
  if (first === undefined) return []
  const slots = slotsOf(first.text)
  const all = statements.map((one) => (one.text === first.text ? slots : slotsOf(one.text)))
  return slots.flatMap((slot, at) => {
    const values = statements.map((one, nth) => valueAt(one, all[nth]?.[at]))
    return new Set(values.map((one) => keyOf(one) ?? one)).size < 2 ? [] : { slot, values }
  })
}

/** Whether a value differs that no column must equal, as the place of a page does: what has it is no N+1. */
export function isOtherPage(statement: Statement, first: Statement): boolean {
  return slotsOf(first.text).some(
    ({ column, parameter }) =>
      column === null && parameter !== null && !isSame(statement.values[parameter - 1], first.values[parameter - 1]),
  )
}

/** While the application asks: what has no key is compared by identity, as to make a text of it could fail. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (keyOf(a) ?? a) === (keyOf(b) ?? b)
}

function valueAt({ values }: Statement, slot: Slot | undefined): unknown {
  if (slot === undefined) return undefined
  return slot.parameter === null ? slot.literal : values[slot.parameter - 1]
}

/**
 * One text for all values of a statement: the same for the same question of a shape.
 *
 * @param first of the shape; its text, which mostly is that of all, is left out
 */
export function questionOf({ text, values }: Statement, first: Statement): string {
  return `${text === first.text ? '' : text}\0${values.map(sameOf).join('\0')}`
}

let unlike = 0

/** The same for the same value; of a date not the text, which takes longer to make. */
export function sameOf(value: unknown): string {
  if (value instanceof Date) return String(value.getTime())
  try {
    return keyOf(value) ?? JSON.stringify(value, plain)
  } catch {
    // One that holds itself, or will not be written: it is like none.
    return `unlike ${unlike++}`
  }
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
