import { blockerFigures } from './apply/blockers.ts'
import { chaosFigures } from './apply/chaos.ts'
import { exportedFigures } from './apply/exported.ts'
import { loadFigures } from './apply/load.ts'
import type { Benchmark } from './figure.ts'

/**
 * Whether a plan of every kind of step hurts an application, whether long transactions are waited for and named, and
 * what is left after kills at random moments.
 */
export const apply: Benchmark = async (scale) => {
  const small = scale === 'small'
  const { postgres, figures } = await loadFigures(
    small ? { orders: 200_000, quietMs: 8_000 } : { orders: 5_000_000, quietMs: 20_000 },
  )
  const chaos = await chaosFigures(small ? 20 : 200)
  return { postgres, figures: [...figures, ...(await blockerFigures()), ...chaos, ...(await exportedFigures())] }
}
