import type { Benchmark, Connection, Dimensions, Random, System } from './system.ts'

/** Names of the declared changes that are in place. */
export type Applied = ReadonlySet<string>

/** Whether the improved form of a benchmark can run. */
export function isReady({ needs = [] }: Benchmark, applied: Applied): boolean {
  return needs.every((name) => applied.has(name))
}

/** One request of the service with its parameters drawn, to be run on any connection. */
export type Call = (db: Connection) => Promise<unknown>

/**
 * Draws calls of a system's workload, its improved queries and its writes, by their weights. What can't be improved yet
 * is asked as ever.
 */
export function callDrawer(system: System, dimensions: Dimensions, random: Random, applied: Applied): () => Call {
  const kinds = [
    ...system.benchmarks.map((benchmark) => ({
      weight: benchmark.weight,
      call(): Call {
        const drawn = benchmark.parameters(random, dimensions)
        return (db) => (isReady(benchmark, applied) ? benchmark.improved(db, drawn) : benchmark.naive(db, drawn))
      },
    })),
    ...system.writes.map(({ weight, parameters, run }) => ({
      weight,
      call(): Call {
        const drawn = parameters(random, dimensions)
        return (db) => run(db, drawn)
      },
    })),
  ]
  // Weights are whole numbers, so a kind stands in the urn as often as it weighs.
  const urn = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind))
  return () => random.pick(urn).call()
}
