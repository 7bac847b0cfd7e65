export interface Item {
  readonly index: number
  readonly bytes: number
  /** Positive. */
  readonly gain: number
}

export interface Packed {
  /** What the best choice gains, or a little more where it was not found in time. */
  readonly gain: number
  readonly taken: ReadonlySet<number>
}

/** Steps after which the fractional answer, which is no less than the best, is taken instead. */
const mostSteps = 3000

/** The items that gain most within a capacity: branch and bound over the items by gain to a byte (Horowitz and Sahni, 1974). */
export function pack(items: readonly Item[], capacity: number): Packed {
  const fitting = items
    .filter(({ bytes }) => bytes <= capacity)
    .sort((a, b) => b.gain / Math.max(1, b.bytes) - a.gain / Math.max(1, a.bytes) || a.index - b.index)
  let best = { gain: 0, taken: [] as readonly number[] }
  let steps = 0
  const path: number[] = []
  visit(0, capacity, 0)
  if (steps <= mostSteps) return { gain: best.gain, taken: new Set(best.taken) }
  return { gain: fractional(fitting, 0, capacity), taken: new Set(best.taken) }

  function visit(place: number, left: number, gain: number): void {
    if (++steps > mostSteps) return
    if (gain > best.gain) best = { gain, taken: [...path] }
    const item = fitting[place]
    if (item === undefined || gain + fractional(fitting, place, left) <= best.gain * (1 + 1e-9)) return
    if (item.bytes <= left) {
      path.push(item.index)
      visit(place + 1, left - item.bytes, gain + item.gain)
      path.pop()
    }
    visit(place + 1, left, gain)
  }
}

/** What the items from a place on gain at most: the last one may be taken in part. */
function fractional(items: readonly Item[], from: number, capacity: number): number {
  let left = capacity
  let sum = 0
  for (let place = from; place < items.length && left > 0; place++) {
    const item = items[place]
    if (item === undefined) break
    sum += item.bytes <= left ? item.gain : (item.gain * left) / item.bytes
    left -= item.bytes
  }
  return sum
}
