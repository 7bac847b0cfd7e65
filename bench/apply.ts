import { chaosFigures } from './apply/chaos.ts'
import { exportedFigures } from './apply/exported.ts'
import { loadFigures } from './apply/load.ts'
import type { Benchmark } from './figure.ts'

/** Whether a plan of every kind of step hurts an application, and what is left of it after kills at random moments. */
export const apply: Benchmark = async (scale) => {
  const small = scale === 'small'
  const { postgres, figures } = await loadFigures(
    small ? { orders: 200_000, quietMs: 8_000 } : { orders: 5_000_000, quietMs: 20_000 },
  )
  return { postgres, figures: [...figures, ...(await chaosFigures(small ? 20 : 200)), ...(await exportedFigures())] }
}
