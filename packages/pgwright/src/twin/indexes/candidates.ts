import type { ClientBase } from 'pg'
import type { ObjectName, Relation, RelationSize, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { blockSize } from '../files/btree-page.ts'
import { emptyFiles, shapeFiles } from '../files/shape.ts'
import type { TwinServer } from '../server.ts'
import { restoreRelationStatistics } from '../statistics/statistics.ts'
import { type BtreeSize, btreeSize } from './btree-size.ts'
import { ContentsEstimator } from './contents.ts'
import { createIndexSql, type IndexSpec, specKey } from './index-spec.ts'

/** An index that exists on the twin alone, with the size that it would have on the source. */
export interface Candidate {
  readonly spec: IndexSpec
  /** Its name on the twin, as plans show it. */
  readonly name: string
  /** Of each key, quoted, and qualified outside `pg_catalog`, as a snapshot has them. */
  readonly operatorClasses: readonly string[]
  readonly size: BtreeSize
  readonly sizeBytes: number
}

/** The indexes that are tried on a twin: made once, then shown and hidden as often as it takes. */
export class Candidates {
  /** The superuser's. */
  readonly #owner: ClientBase
  /** Of the twin's own role, which runs whatever text comes from elsewhere. */
  readonly #builder: ClientBase
  readonly #server: TwinServer
  readonly #relations: ReadonlyMap<string, Relation>
  readonly #contents: ContentsEstimator
  readonly #bySpec = new Map<string, Candidate>()
  #made = 0

  constructor(owner: ClientBase, builder: ClientBase, server: TwinServer, snapshot: Snapshot) {
    this.#owner = owner
    this.#builder = builder
    this.#server = server
    this.#relations = new Map(snapshot.relations.map((r) => [quoteQualified(r.schema, r.name), r]))
    this.#contents = new ContentsEstimator(builder, snapshot)
  }

  /** Makes what is not there yet, hidden. A spec that PostgreSQL refuses (a type without B-tree order) is left out. */
  async add(specs: readonly IndexSpec[]): Promise<Candidate[]> {
    const wanted = new Map(specs.map((spec) => [specKey(spec), spec]))
    const byTable = new Map<string, IndexSpec[]>()
    for (const [key, spec] of wanted) {
      if (this.#bySpec.has(key)) continue
      const table = quoteQualified(spec.on.schema, spec.on.name)
      byTable.set(table, [...(byTable.get(table) ?? []), spec])
    }
    for (const [table, missing] of byTable) {
      const relation = this.#relations.get(table)
      if (relation?.kind === 'table' || relation?.kind === 'matview') await this.#addTo(relation, missing)
    }
    return [...wanted.keys()].flatMap((key) => this.#bySpec.get(key) ?? [])
  }

  async remove(candidates: readonly Candidate[]): Promise<void> {
    if (candidates.length === 0) return
    const names = candidates.map((candidate) => quoteQualified(candidate.spec.on.schema, candidate.name))
    await this.#builder.query(`drop index ${names.join(', ')}`)
    for (const { spec } of candidates) this.#bySpec.delete(specKey(spec))
  }

  async #addTo(relation: Relation, specs: readonly IndexSpec[]): Promise<void> {
    // Sizes first: once its file is emptied, the table plans as an empty one.
    const sized: { spec: IndexSpec; size: BtreeSize }[] = []
    for (const spec of specs) sized.push({ spec, size: btreeSize(await this.#contents.estimate(spec)) })
    await emptyFiles(this.#owner, this.#server.dataFolder, [relation])
    const made: Candidate[] = []
    for (const { spec, size } of sized) {
      const name = `pgwright_${++this.#made}`
      const operatorClasses = await this.#create(spec, name)
      const sizeBytes = size.blocks * blockSize
      if (operatorClasses !== null) made.push({ spec, name, operatorClasses, size, sizeBytes })
    }
    await this.#giveSizes(relation, made)
    for (const candidate of made) this.#bySpec.set(specKey(candidate.spec), candidate)
    await showIndexes(
      this.#owner,
      made.map((candidate) => indexOf(candidate)),
      false,
    )
  }

  /** The operator classes of the new index's keys; null where PostgreSQL refuses it. */
  async #create(spec: IndexSpec, name: string): Promise<string[] | null> {
    try {
      await this.#builder.query(createIndexSql(spec, name, false))
    } catch {
      return null
    }
    const { rows } = await this.#owner.query<{ name: string }>(
      `select case when o.opcnamespace = 'pg_catalog'::regnamespace then quote_ident(o.opcname)
         else format('%I.%I', n.nspname, o.opcname) end as name
       from pg_catalog.pg_index i, unnest(i.indclass::oid[]) with ordinality as k (opclass, position)
       join pg_catalog.pg_opclass o on o.oid = k.opclass join pg_catalog.pg_namespace n on n.oid = o.opcnamespace
       where i.indexrelid = to_regclass($1) order by k.position`,
      [quoteQualified(spec.on.schema, name)],
    )
    return rows.map((row) => row.name)
  }

  /** `CREATE INDEX` found the table empty and noted so in the catalog: the table gets its sizes back as well. */
  async #giveSizes(relation: Relation, made: readonly Candidate[]): Promise<void> {
    const { schema, name, size } = relation
    await restoreRelationStatistics(this.#owner, this.#server.major, [
      { schema, name, size },
      ...made.map((candidate) => ({ ...indexOf(candidate), size: catalogSize(candidate.size) })),
    ])
    await shapeFiles(this.#owner, this.#server.dataFolder, [
      { schema, name, blocks: size.blocks, height: null },
      ...made.map((candidate) => ({ ...indexOf(candidate), ...candidate.size })),
    ])
  }
}

/** Shows indexes to the planner, or hides them from it. They stay as they are otherwise. */
export async function showIndexes(client: ClientBase, indexes: readonly ObjectName[], visible: boolean) {
  if (indexes.length === 0) return
  await client.query(
    `update pg_catalog.pg_index set indisvalid = $2
     where indexrelid in (select to_regclass(name) from unnest($1::text[]) as name) and indisvalid <> $2`,
    [indexes.map(({ schema, name }) => quoteQualified(schema, name)), visible],
  )
}

function indexOf({ spec, name }: Candidate): ObjectName {
  return { schema: spec.on.schema, name }
}

function catalogSize({ blocks, tuples }: BtreeSize): RelationSize {
  return { pages: blocks, tuples, allVisiblePages: 0, allFrozenPages: 0, blocks }
}
