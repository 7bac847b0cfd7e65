import { RuntimeError } from '../error.ts'
import { checkNumber } from './check-number.ts'
import type { CacheOptions } from './options.ts'

/** Options with what was left out. */
export function settingsOf(options: CacheOptions) {
  const { name = 'default', tenancy = 'scoped', memory = {}, redis } = options
  const { maxEntries = 10_000, maxBytes = 64 * 2 ** 20, maxTags = 10_000 } = memory
  const { commandTimeoutMs = 500, heartbeatMs = 500, lockMs = 5_000, waitMs = 1_000 } = redis ?? {}
  const { defaultTtlMs = 60_000, maxTtlMs = 86_400_000, blindTtlMs = 500 } = options
  const numbers = { maxEntries, maxBytes, maxTags, commandTimeoutMs, heartbeatMs, lockMs, waitMs }
  for (const [option, value] of Object.entries({ ...numbers, defaultTtlMs, maxTtlMs, blindTtlMs }))
    checkNumber(option, value)
  if (!/^[\w.-]{1,100}$/.test(name))
    throw new RuntimeError(
      'usage',
      'The name of a cache holds letters, digits, . _ and - only.',
      'Choose another name.',
    )
  return { name, tenancy, memory: { maxEntries, maxBytes, maxTags }, ...numbers, defaultTtlMs, maxTtlMs, blindTtlMs }
}

export type Settings = ReturnType<typeof settingsOf>
