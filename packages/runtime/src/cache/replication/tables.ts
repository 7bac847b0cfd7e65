import type { Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import type { TableName } from '../notify/triggers.ts'
import { asText } from '../position.ts'
import { checkTags, maxTagLength } from '../tags.ts'
import { type Changed, type Committed, isSame, type Tagging } from './changes.ts'
import type { Relation } from './messages.ts'

export interface ReplicatedTable extends TableName {
  /** Which tags to invalidate: `TAG`, and `TAG:KEY` for each row. The table's name */
  readonly tag?: string
  /**
   * The column that tells rows apart; null for none, so that each change drops all of the table. The one column of the
   * replica identity (the primary key, unless told otherwise), if it is one
   */
  readonly key?: string | null
}

/** What is tagged: the table itself, or the partitioned one that it is a part of. */
interface Root extends TableName {
  /** Whether old rows come with what the relation says is its identity: its partitions may have others. */
  readonly identified: boolean
}

/**
 * The tags of relations. Partitions are known by the name of the table that they belong to, which only the catalogue
 * tells: it is asked again whenever a relation is told anew, as that may be the reason.
 */
export class Tables {
  readonly #pool: Pool
  readonly #named: ReadonlyMap<string, ReplicatedTable>
  readonly #roots = new Map<number, Root>()
  readonly #unsure = new Set<number>()

  constructor(pool: Pool, tables: readonly ReplicatedTable[]) {
    this.#pool = pool
    this.#named = new Map(tables.map((table) => [nameOf(table), table]))
  }

  /** To be called with each relation that is told. */
  learn({ oid }: Relation): void {
    this.#unsure.add(oid)
  }

  /** As far as is known; null where nothing is. */
  taggingOf(relation: Relation): Tagging | null {
    const root = this.#roots.get(relation.oid)
    return root === undefined ? null : this.#tagging(relation, root)
  }

  /** What to invalidate, as the triggers would tell it; null where the catalogue is to be asked first. */
  tagsOf({ changed }: Committed): readonly string[] | null {
    const tags = new Set<string>()
    for (const [oid, one] of changed) {
      if (this.#unsure.has(oid)) return null
      for (const tag of this.#tags(one, this.#roots.get(oid))) tags.add(tag)
    }
    return [...tags]
  }

  /**
   * To be called once the transaction can be seen, as it may have made the table itself.
   *
   * @throws what the driver throws
   */
  async ask(oids: Iterable<number>): Promise<void> {
    const asked = [...oids]
    for (const oid of asked) this.#unsure.delete(oid)
    try {
      const { rows } = await this.#pool.query<RootRow>({ text: rootsSql, values: [asked], types: asText as never })
      for (const { oid, schema, name, identified } of rows)
        this.#roots.set(Number(oid), { schema, table: name, identified: identified === 'yes' })
    } catch (error) {
      for (const oid of asked) this.#unsure.add(oid)
      throw error
    }
  }

  #tags({ relation, tagging, keys }: Changed, root: Root | undefined): readonly string[] {
    if (relation === null) throw new Error('A change came before the table that it belongs to was told.')
    // What has been dropped since is in no catalogue: then its own name is the best there is.
    const now = this.#tagging(relation, root ?? { ...relation, identified: false })
    const whole = (tag: string) => [tag, `${tag}:*`]
    const tags = keys === null ? whole(now.tag) : [now.tag, ...[...keys].map((key) => `${now.tag}:${key}`)]
    if (tagging !== null && !isSame(tagging, now)) return [...whole(now.tag), ...whole(tagging.tag)]
    return tags.some(({ length }) => length > maxTagLength) ? whole(now.tag) : tags
  }

  #tagging({ columns, identity }: Relation, root: Root): Tagging {
    const named = this.#named.get(nameOf(root))
    const parts = identity === 'full' ? [] : columns.filter((column) => column.identity)
    const own = parts.length === 1 ? (parts[0]?.name ?? null) : null
    return {
      tag: named?.tag ?? root.table,
      key: named?.key === undefined ? own : named.key,
      identified: root.identified,
    }
  }
}

interface RootRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly identified: string
}

// A partitioned table that is published as one has its own replica identity, but old rows come with that of the
// partition: it must be the same, or all of the row. An index of another name may be another one: then it is not known.
const rootsSql = `select c.oid::text as oid, n.nspname::text as schema, r.relname::text as name,
    case when c.relkind = 'p' and (c.relreplident = 'i' or exists (
        select from pg_catalog.pg_partition_tree(c.oid) as tree join pg_catalog.pg_class as leaf on leaf.oid = tree.relid
        where tree.isleaf and leaf.relreplident not in (c.relreplident, 'f')))
      then 'no' else 'yes' end as identified
  from pg_catalog.pg_class as c
  join pg_catalog.pg_class as r on r.oid = coalesce(pg_catalog.pg_partition_root(c.oid), c.oid)
  join pg_catalog.pg_namespace as n on n.oid = r.relnamespace
  where c.oid = any($1::oid[])`

/** @throws RuntimeError `usage` */
export function checkTables(tables: readonly ReplicatedTable[]): void {
  for (const { table, tag = table } of tables) {
    const [name = ''] = checkTags([tag])
    if (!name.includes(':')) continue
    throw new RuntimeError('usage', 'The tag of a table holds no colon.', 'Choose another tag.')
  }
}

function nameOf({ schema, table }: TableName): string {
  return `${schema}\u0000${table}`
}
