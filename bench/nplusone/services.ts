import { loadSystem, systemNames } from '../../packages/pgwright/src/cli/systems.ts'
import { startServer } from '../../packages/pgwright/src/postgres/index.ts'
import { makeSystem } from '../system-source.ts'
import { runCompiled } from './cost.ts'
import type { Spread } from './spread.ts'

/**
 * Requests a second of each reference service with the detector on over those with it off: its improved calls and its
 * writes, by their weights, on its database at small scale.
 */
export async function serviceShares(
  rounds: number,
  requests: number,
): Promise<(Spread & { readonly system: string })[]> {
  const shares = []
  for (const name of systemNames) {
    const server = await startServer({ name: `bench-nplusone-${name}` })
    try {
      const system = await loadSystem(name)
      await makeSystem(system, server)
      const url = server.url(name, system.serviceRole)
      const share = await runCompiled<Spread>('service-process', [name, url, String(rounds), String(requests)])
      shares.push({ ...share, system: name })
    } finally {
      await server.stop()
    }
  }
  return shares
}
