import type { Connection, Dimensions, Random, System } from './system.ts'

/** One request of the service with its parameters drawn, to be run on any connection. */
export type Call = (db: Connection) => Promise<unknown>

/** Draws calls of a system's workload, its improved queries and its writes, by their weights. */
export function callDrawer(system: System, dimensions: Dimensions, random: Random): () => Call {
  const kinds = [
    ...system.benchmarks.map(({ weight, parameters, improved }) => ({
      weight,
      call(): Call {
        const drawn = parameters(random, dimensions)
        return (db) => improved(db, drawn)
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
