import { expect } from 'vitest'
import { matchers } from './matchers.ts'
import type { NoNPlusOneOptions } from './no-n-plus-one.ts'
import type { ExpectedCount } from './query-count.ts'

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameters must be as Vitest declares them
  interface Matchers<T = any> {
    /** Of a function: how many statements it sends. To be awaited. */
    toHaveQueryCount(expected: ExpectedCount): Promise<T>
    /** Of a function: that nothing it asks is an N+1. To be awaited. */
    toHaveNoNPlusOne(options?: NoNPlusOneOptions): Promise<T>
  }
}

expect.extend(matchers)
