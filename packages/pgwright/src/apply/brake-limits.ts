import type { BrakeLimits } from './options.ts'

type Optional = 'maxActive' | 'diskFreeCommand'

/** Limits with what was not given put in; `maxActive` depends on the server. */
export type Brakes = Required<Omit<BrakeLimits, Optional>> & Pick<BrakeLimits, Optional>

const usual: Brakes = {
  maxLagMs: 10_000,
  maxTransactionMs: 30 * 60_000,
  minFreeBytes: 1024 ** 3,
  timeoutMs: 10 * 60_000,
}

export function brakesOf(limits: BrakeLimits = {}): Brakes {
  return { ...usual, ...limits }
}
