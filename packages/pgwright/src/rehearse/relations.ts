import type { ClientBase } from 'pg'
import type { Relation, Snapshot } from '../model/index.ts'
import { readableQualified } from '../sql/index.ts'

interface NamedRow {
  readonly oid: number
  readonly schema: string
  readonly name: string
}

/** What each relation of a copy is on the source, whatever it is called by now. */
export class Relations {
  readonly #owner: ClientBase
  /** Indexes among them, of which no more is known. */
  readonly #ofSource: ReadonlyMap<number, Relation | null>
  #byName: ReadonlyMap<string, Relation | null> = new Map()

  private constructor(owner: ClientBase, ofSource: ReadonlyMap<number, Relation | null>) {
    this.#owner = owner
    this.#ofSource = ofSource
  }

  /** @param owner a session on the copy, before anything is done to it */
  static async open(owner: ClientBase, { relations }: Snapshot): Promise<Relations> {
    const bySourceName = new Map(relations.map((one) => [readableQualified(one.schema, one.name), one]))
    const rows = await namesOf(owner)
    const ofSource = new Map(
      rows.map(({ oid, schema, name }) => [oid, bySourceName.get(readableQualified(schema, name)) ?? null]),
    )
    const opened = new Relations(owner, ofSource)
    await opened.refresh()
    return opened
  }

  /** After a statement that may have given something another name. */
  async refresh(): Promise<void> {
    const rows = await namesOf(this.#owner)
    this.#byName = new Map(
      rows.flatMap(({ oid, schema, name }) => {
        const relation = this.#ofSource.get(oid)
        return relation === undefined ? [] : [[readableQualified(schema, name), relation] as const]
      }),
    )
  }

  /** Null for an index, and for what the migration itself has made. */
  find(name: string): Relation | null {
    return this.#byName.get(name) ?? null
  }

  /** Whether a table or an index was there before the migration: nobody waits for what it has made. */
  isOfSource(name: string): boolean {
    return this.#byName.has(name)
  }
}

/** By oid, which a new name leaves as it is. */
async function namesOf(owner: ClientBase): Promise<NamedRow[]> {
  const { rows } = await owner.query<NamedRow>(
    `select c.oid, n.nspname as schema, c.relname as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f', 'i', 'I') and c.oid >= 16384`,
  )
  return rows
}
