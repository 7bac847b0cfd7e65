import type { Connection, Gate } from 'pgwright'
import { createIndex, keyIndex, modelIndexes } from '../product.ts'

const leastSaved = 0.3

/**
 * The activity logs with the indexes that the product had, against their partitioned form with everything that it needs:
 * its own indexes, the empty months, the table of user agents.
 */
export const storage: Gate = {
  id: 'storage',
  title: 'Storage of the activity logs',
  claim: `at least ${leastSaved * 100} % less`,
  async measure({ owner }) {
    const plain = await plainBytes(owner)
    const [form] = await owner.query<{ bytes: number }>(
      `select sum(pg_total_relation_size(c.oid))::double precision as bytes
       from pg_class c
       where c.relnamespace = 'partitioned'::regnamespace and c.relkind = 'r'`,
    )
    const bytes = form?.bytes ?? Number.NaN
    const saved = 1 - bytes / plain
    return {
      measured: `${(saved * 100).toFixed(1)} % less: ${megabytes(plain)} to ${megabytes(bytes)}`,
      met: saved >= leastSaved,
      figures: [
        {
          id: 'storage-saved',
          title: 'storage that the partitioned activity logs save',
          value: saved * 100,
          unit: '%',
          goal: leastSaved * 100,
          better: 'higher',
        },
      ],
    }
  },
}

/** Some of the indexes have been dropped since: they are built once more, as small as they can be, and taken back. */
async function plainBytes(owner: Connection): Promise<number> {
  const had = [keyIndex('activity_logs'), ...modelIndexes.filter(({ table }) => table === 'activity_logs')]
  await owner.query('begin')
  try {
    for (const index of had) {
      const [found] = await owner.query<{ name: string | null }>('select to_regclass($1)::text as name', [index.name])
      if (found?.name === null) await owner.query(createIndex(index))
    }
    const [size] = await owner.query<{ bytes: number }>(
      `select (pg_table_size('activity_logs')
         + (select sum(pg_relation_size(n::regclass)) from unnest($1::text[]) as n))::double precision as bytes`,
      [['activity_logs_pkey', ...had.map(({ name }) => name)]],
    )
    return size?.bytes ?? Number.NaN
  } finally {
    await owner.query('rollback')
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`
}
