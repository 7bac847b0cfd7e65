/** Frames that are looked through for one of the application. */
const frames = 12

const library = /[\\/]node_modules[\\/]|\bnode:|^native |^<anonymous>$/

/**
 * Where in the application something began. V8 keeps the frames as they are and makes text of them only when
 * `callSite` reads it, which costs far more.
 */
export interface Trace {
  stack?: string
}

/** `above` and what it calls are left out. */
export function trace(above: (...args: never[]) => unknown): Trace {
  const kept: Trace = {}
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = frames
  Error.captureStackTrace(kept, above)
  Error.stackTraceLimit = limit
  return kept
}

/** `loadOrders (/app/src/orders.ts:12:7)`: the innermost frame that is of no library; null where there is none. */
export function callSite({ stack }: Trace): string | null {
  const lines = (stack ?? '').split('\n').slice(1)
  const found = lines.map((line) => line.trim().replace(/^at (?:async )?/, '')).find((frame) => !library.test(frame))
  return found === undefined ? null : found.replace('file://', '')
}
