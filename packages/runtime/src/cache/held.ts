import { types } from 'node:util'
import { RuntimeError } from '../error.ts'

/** A value as the cache holds it. */
export interface Held {
  readonly value: unknown
  /** How a caller gets his own, where freezing can't keep him from changing it (dates, buffers, maps); null where it can. */
  readonly copy: ((value: unknown) => unknown) | null
  readonly bytes: number
}

/** What a caller gets. */
export function given(held: Held): unknown {
  return held.copy === null ? held.value : held.copy(held.value)
}

/**
 * Freezes arrays and plain objects to the ground, in place: they are shared by all callers from now on. Dates, buffers,
 * maps and sets are copied for each caller instead.
 *
 * @throws RuntimeError `usage` for what would not come back the same from another process: functions, class instances
 */
export function hold(value: unknown): Held {
  const found: Found = { bytes: 64, copied: false, path: new Set() }
  seal(value, found)
  return { value, copy: found.copied ? copyOf : null, bytes: found.bytes }
}

interface Found {
  bytes: number
  copied: boolean
  /** What the walk is within. */
  readonly path: Set<object>
}

function seal(value: unknown, found: Found): void {
  if (typeof value === 'string') {
    found.bytes += 16 + value.length * 2
    return
  }
  if (typeof value === 'function' || typeof value === 'symbol') throw notKept(typeof value)
  found.bytes += 16
  if (typeof value !== 'object' || value === null) return
  if (found.path.has(value)) throw notKept('reference to itself')
  found.path.add(value)
  if (Array.isArray(value)) {
    for (const item of value) seal(item, found)
    Object.freeze(value)
  } else if (isPlain(value)) {
    for (const [name, item] of Object.entries(value)) {
      found.bytes += 16 + name.length
      seal(item, found)
    }
    Object.freeze(value)
  } else sealSpecial(value, found)
  found.path.delete(value)
}

function sealSpecial(value: object, found: Found): void {
  found.copied = true
  if (value instanceof Date) return
  if (value instanceof Map) {
    for (const [key, item] of value) {
      seal(key, found)
      seal(item, found)
    }
  } else if (value instanceof Set) {
    for (const item of value) seal(item, found)
  } else if (value instanceof Uint8Array) found.bytes += value.byteLength
  else throw notKept(value.constructor?.name ?? 'object')
}

function notKept(what: string): RuntimeError {
  return new RuntimeError(
    'usage',
    `A value that holds a ${what} can't be cached: it would not come back the same from another process.`,
    'Return plain objects, arrays, dates, buffers, maps and sets from the fill.',
  )
}

export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf))
  if (value instanceof Date) return new Date(value.getTime())
  if (Buffer.isBuffer(value)) return Buffer.from(value)
  if (value instanceof Uint8Array) return value.slice()
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [copyOf(key), copyOf(item)]))
  if (value instanceof Set) return new Set([...value].map(copyOf))
  const copy = Object.getPrototypeOf(value) === null ? Object.create(null) : {}
  for (const name of Object.keys(value)) define(copy, name, copyOf((value as Record<string, unknown>)[name]))
  return Object.freeze(copy)
}

/** A column may be named `__proto__`. */
function define(target: object, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true })
  else (target as Record<string, unknown>)[name] = value
}

export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return (prototype === null || prototype === Object.prototype) && !types.isProxy(value)
}
