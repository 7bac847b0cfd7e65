import type { Connection, Gate } from 'pgwright'
import { benchmarks } from '../benchmarks.ts'

/** Below it a table has a few dozen pages, and to read it in full is the right plan. */
const smallTableRows = 1000

export const noTableScans: Gate = {
  id: 'no-table-scan',
  title: 'Table scans on tenant queries',
  claim: `none on a table of more than ${smallTableRows} rows`,
  async measure({ sequentialScans, owner, random, dimensions }) {
    const scanned = await sequentialScans(async (db) => {
      for (const benchmark of benchmarks) await benchmark.improved(db, benchmark.parameters(random, dimensions))
    })
    const large = await largeTables(owner, scanned)
    return { measured: large.length === 0 ? 'none' : large.join(', '), met: large.length === 0 }
  },
}

async function largeTables(owner: Connection, names: readonly string[]): Promise<readonly string[]> {
  const tables = await owner.query<{ name: string }>(
    `select relname as name
     from pg_class
     where relname = any ($1) and relnamespace = 'public'::regnamespace and reltuples > $2
     order by relname`,
    [names, smallTableRows],
  )
  return tables.map(({ name }) => name)
}
