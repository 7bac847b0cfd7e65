import type { Gate } from 'pgwright'

export function indexSize(boundBytes: number, claim: string): Gate {
  return {
    id: 'index-size',
    title: 'Size of all indexes',
    claim,
    async measure({ owner }) {
      const [row] = await owner.query<{ bytes: number; indexes: number }>(
        `select sum(pg_relation_size(indexrelid))::double precision as bytes, count(*)::integer as indexes
         from pg_stat_user_indexes
         where schemaname = 'public'`,
      )
      const { bytes, indexes } = row ?? { bytes: Number.NaN, indexes: 0 }
      return { measured: `${Math.round(bytes / 2 ** 20)} MB in ${indexes} indexes`, met: bytes < boundBytes }
    },
  }
}
