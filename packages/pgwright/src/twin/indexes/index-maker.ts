import { join } from 'node:path'
import type { ClientBase } from 'pg'
import {
  type ColumnStatistics,
  PgwrightError,
  type Relation,
  type RelationSize,
  type Snapshot,
} from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import { empty, lengthen } from '../files/relation-file.ts'
import { filesOf, shapeFile } from '../files/shape.ts'
import type { TwinServer } from '../server.ts'
import { restoreColumnStatistics } from '../statistics/column-statistics.ts'
import { restoreRelationStatistics, type SizedRelation } from '../statistics/statistics.ts'
import { assemble, type Candidate, nameOf, type SizedIndex } from './candidate.ts'
import { ContentsEstimator, expressionsOf } from './contents.ts'
import { describeHidden, type IndexDescription } from './description.ts'
import type { IndexSize } from './index-size.ts'
import { buffered, moved } from './move.ts'
import { disown, storedParts } from './partitioned.ts'
import { sizeOfIndex } from './size-of-index.ts'

export interface AddIndexOptions {
  /** Of each expression among the keys, in their order, as `sampleExpression` takes them on the source. */
  readonly expressionStatistics?: readonly ColumnStatistics[]
  /** Where it is known, as of an index that was built elsewhere. Default: what the statistics tell. */
  readonly size?: IndexSize
}

/** A `CREATE INDEX` under a name of our own. */
export interface NamedStatement {
  readonly name: string
  readonly sql: string
}

export interface MadeIndexes {
  /** By name. */
  readonly made: ReadonlyMap<string, Candidate>
  /** The server's reason, by name. */
  readonly refusals: ReadonlyMap<string, string>
}

/**
 * Makes indexes over tables that have no rows, with the size that they would have. `CREATE INDEX` scans the whole
 * length of a table's file, so that is emptied first; it also notes in the catalog how much it found, so the table
 * gets its size back there too. Three round trips for all indexes of a table, four where the planner has to be asked.
 */
export class IndexMaker {
  /** The superuser's, with an empty search path. */
  readonly #owner: ClientBase
  /** Of the twin's own role, which runs whatever text comes from elsewhere. */
  readonly #builder: ClientBase
  readonly #server: TwinServer
  readonly #contents: ContentsEstimator
  /** Names of the source's own indexes, quoted and qualified. */
  readonly existing: ReadonlySet<string>
  /** Of these, those that could become part of an index on a partitioned table. */
  readonly adoptable: readonly string[]
  /** Tables' files, which stay where they are. */
  readonly #files = new Map<string, string>()

  constructor(owner: ClientBase, builder: ClientBase, server: TwinServer, snapshot: Snapshot) {
    this.#owner = owner
    this.#builder = builder
    this.#server = server
    this.#contents = new ContentsEstimator(builder, snapshot)
    this.existing = new Set(snapshot.indexes.map(nameOf))
    const partitions = new Set(snapshot.relations.filter(({ partitionBound }) => partitionBound !== null).map(nameOf))
    this.adoptable = snapshot.indexes
      .filter(({ schema, table }) => partitions.has(quoteQualified(schema, table)))
      .map(nameOf)
  }

  /**
   * @param relation that the statements name
   * @param stored the tables that they scan
   */
  async make(
    relation: Relation,
    stored: readonly Relation[],
    statements: readonly NamedStatement[],
    { expressionStatistics: sampled = [], size: given }: AddIndexOptions = {},
  ): Promise<MadeIndexes> {
    await this.#empty(stored)
    const refusals = await this.#create(statements)
    const names = statements.flatMap(({ name }) => (refusals.has(name) ? [] : quoteQualified(relation.schema, name)))
    const all = await describeHidden(this.#owner, this.#server.major, names, this.adoptable)
    const parts = storedParts(all, this.existing)
    for (const { schema, name, size } of stored) lengthen(this.#fileOf(schema, name), size.blocks)
    if (this.#contents.needsPlanner(parts, sampled)) await this.#restoreSizes(stored, [])
    const sized = (await this.#contents.estimate(parts, sampled)).map((contents): SizedIndex => {
      const size = given ?? sizeOfIndex(contents.index, contents, this.#server.major)
      return { contents, size: size ?? unknownSize, known: size !== null }
    })
    await this.#restoreSizes(stored, sized)
    for (const one of sized) await this.#shape(one)
    await this.#restoreExpressions(parts, sampled)
    return { made: assemble(all, sized, sampled.length > 0, this.existing), refusals }
  }

  /** Parts that are the source's own stay: a partition's index that was there already became part of the new one. */
  async drop(candidates: readonly Candidate[]): Promise<void> {
    if (candidates.length === 0) return
    await disown(this.#owner, candidates.map(nameOf), this.adoptable)
    await this.#builder.query(`drop index ${candidates.map(nameOf).join(', ')}`)
  }

  async #empty(stored: readonly Relation[]): Promise<void> {
    const unknown = stored.filter(({ schema, name }) => !this.#files.has(quoteQualified(schema, name)))
    if (unknown.length > 0)
      for (const [name, file] of await filesOf(this.#owner, this.#server.dataFolder, unknown))
        this.#files.set(name, file)
    for (const { schema, name } of stored) empty(this.#fileOf(schema, name))
  }

  /** All in one message; one by one where PostgreSQL refuses one of them. The reasons of those refused, by name. */
  async #create(statements: readonly NamedStatement[]): Promise<Map<string, string>> {
    const refusals = new Map<string, string>()
    try {
      await this.#builder.query(statements.map(({ sql }) => sql).join('; '))
    } catch (error) {
      const [only, another] = statements
      if (only !== undefined && another === undefined) return new Map([[only.name, (error as Error).message]])
      for (const statement of statements)
        for (const [name, reason] of await this.#create([statement])) refusals.set(name, reason)
    }
    return refusals
  }

  async #restoreSizes(stored: readonly Relation[], sized: readonly SizedIndex[]): Promise<void> {
    const tables = stored.map(({ schema, name, size }): SizedRelation => ({ schema, name, size }))
    const indexes = sized.map(({ contents: { index }, size }): SizedRelation => {
      const { schema, name } = index
      return { schema, name, size: catalogSize(size) }
    })
    await restoreRelationStatistics(this.#owner, this.#server.major, [...tables, ...indexes])
  }

  async #shape({ contents: { index, table }, size }: SizedIndex): Promise<void> {
    if (index.file === null) return
    const file = buffered.has(index.method) ? await moved(this.#owner, index) : index.file
    shapeFile(join(this.#server.dataFolder, file), {
      blocks: size.blocks,
      height: size.height,
      ...(index.method === 'gin' ? { gin: size.gin ?? null } : {}),
      ...(index.method === 'brin' ? { heapBlocks: table.blocks } : {}),
    })
  }

  async #restoreExpressions(parts: readonly IndexDescription[], sampled: readonly ColumnStatistics[]): Promise<void> {
    const rows = parts.flatMap(({ schema, name, columns }) =>
      expressionsOf(columns).flatMap((column, i) => {
        const statistics = sampled[i]
        return statistics === undefined
          ? []
          : {
              ...statistics,
              schema,
              table: name,
              column: column.attribute,
              position: columns.indexOf(column) + 1,
              inherited: false,
            }
      }),
    )
    if (rows.length > 0) await restoreColumnStatistics({ owner: this.#owner, builder: this.#builder }, rows)
  }

  #fileOf(schema: string, name: string): string {
    const file = this.#files.get(quoteQualified(schema, name))
    if (file === undefined)
      throw new PgwrightError(
        'usage',
        `The twin has no table ${quoteQualified(schema, name)}.`,
        'See what its gaps say of it.',
      )
    return file
  }
}

/** Of a method that nobody here knows: one page, which is a gap. */
const unknownSize: IndexSize = { blocks: 1, tuples: 0, height: null }

function catalogSize({ blocks, tuples }: IndexSize): RelationSize {
  return { pages: blocks, tuples, allVisiblePages: 0, allFrozenPages: 0, blocks }
}
