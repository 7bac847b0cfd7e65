import type { Connection, Dimensions } from 'pgwright'
import { createDatabase } from '../../../packages/pgwright/test/database.ts'
import { barqFleet } from '../index.ts'

export interface SmallSystem {
  readonly owner: Connection
  readonly dimensions: Dimensions
  /** Runs `work` on a session of the service's role. */
  asService<Result>(work: (service: CountingConnection) => Promise<Result>): Promise<Result>
}

interface CountingConnection extends Connection {
  /** Round trips so far. */
  readonly statements: number
}

/** The system at small scale, in a database of the test's own. */
export async function smallSystem(): Promise<SmallSystem> {
  const { client } = await createDatabase()
  const owner: Connection = {
    async query<Row>(sql: string, values?: readonly unknown[]) {
      const result = await client.query(sql, values && [...values])
      // Several statements in one message give several results; the last one counts.
      return (Array.isArray(result) ? result.at(-1) : result).rows as Row[]
    },
  }
  const dimensions = barqFleet.scales.small
  await barqFleet.build(owner, dimensions, () => {})
  return {
    owner,
    dimensions,
    async asService(work) {
      await owner.query(`set session authorization ${barqFleet.serviceRole}`)
      let statements = 0
      const service: CountingConnection = {
        get statements() {
          return statements
        },
        query(sql, values) {
          statements++
          return owner.query(sql, values)
        },
      }
      try {
        return await work(service)
      } finally {
        await owner.query('reset session authorization')
      }
    },
  }
}
