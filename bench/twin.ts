import type { Benchmark } from './figure.ts'
import { thousandTableFigures } from './twin-thousand-tables.ts'
import { tpchFigures } from './twin-tpch.ts'

/** Whether the twin plans as its source does, how large it takes an index to be that is not there, and what it costs. */
export const twin: Benchmark = async () => {
  const { postgres, figures } = await thousandTableFigures()
  return { postgres, figures: [...(await tpchFigures()), ...figures] }
}
