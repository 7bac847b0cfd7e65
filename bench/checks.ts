import { cleanFigures } from './checks/clean.ts'
import { labelledFigures } from './checks/labelled.ts'
import { loadFigures } from './checks/load.ts'
import type { Benchmark } from './figure.ts'

/** Whether every check finds what was planted and nothing else, on every major, and what an inspection costs a server. */
export const checks: Benchmark = async (scale) => {
  const { postgres, figures } = await loadFigures(scale === 'small' ? 100 : 1_000)
  return { postgres, figures: [...(await labelledFigures()), ...(await cleanFigures()), ...figures] }
}
