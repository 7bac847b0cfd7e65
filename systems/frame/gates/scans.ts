import type { Benchmark, Connection, Gate } from 'pgwright'

/** Below it a table has a few dozen pages, and to read it in full is the right plan. */
const smallTableRows = 1000

/**
 * No plan of the improved service reads a larger table in full.
 *
 * @param wholeTable benchmarks that ask for most of a table, where to scan it is right: their plans don't count
 */
export function noTableScans(
  benchmarks: readonly Benchmark[],
  title: string,
  wholeTable: readonly string[] = [],
): Gate {
  const judged = benchmarks.filter(({ id }) => !wholeTable.includes(id))
  return {
    id: 'no-table-scan',
    title,
    claim: `none on a table of more than ${smallTableRows} rows`,
    async measure({ sequentialScans, owner, random, dimensions }) {
      const scanned = await sequentialScans(async (db) => {
        for (const benchmark of judged) await benchmark.improved(db, benchmark.parameters(random, dimensions))
      })
      const large = await largeTables(owner, scanned)
      return { measured: large.length === 0 ? 'none' : large.join(', '), met: large.length === 0 }
    },
  }
}

async function largeTables(owner: Connection, names: readonly string[]): Promise<readonly string[]> {
  const tables = await owner.query<{ name: string }>(
    `select distinct relname as name
     from pg_class
     where relname = any ($1) and relnamespace::regnamespace::text in ('public', 'partitioned') and reltuples > $2
     order by relname`,
    [names, smallTableRows],
  )
  return tables.map(({ name }) => name)
}
