import { matchers } from './matchers.ts'
import type { NoNPlusOneOptions } from './no-n-plus-one.ts'
import type { ExpectedCount } from './query-count.ts'

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /** Of a function: how many statements it sends. To be awaited. */
    toHaveQueryCount(expected: ExpectedCount): Promise<void>
    /** Of a function: that nothing it asks is an N+1. To be awaited. */
    toHaveNoNPlusOne(options?: NoNPlusOneOptions): Promise<void>
  }
}

interface Expect {
  extend(own: object): void
}

/** Jest's own where it gives one to every file; else that of its package. */
const given = (globalThis as { expect?: Partial<Expect> }).expect
const own: Expect = typeof given?.extend === 'function' ? (given as Expect) : (await import('expect')).expect
own.extend(matchers)
