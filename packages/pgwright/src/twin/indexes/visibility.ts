import type { ClientBase } from 'pg'
import type { ObjectName } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'

/** Shows indexes to the planner, or hides them from it. They stay as they are otherwise. */
export class Visibility {
  /** The superuser's session. */
  readonly #owner: ClientBase
  /** Of indexes that nobody else makes or drops: to look names up takes longer than the rest. */
  readonly #known = new Map<string, readonly number[]>()

  constructor(owner: ClientBase) {
    this.#owner = owner
  }

  /**
   * With the parts of those on partitioned tables.
   *
   * @param kept indexes to stay as they are where they are parts, quoted and qualified
   */
  async set(indexes: readonly ObjectName[], visible: boolean, kept: readonly string[] = []): Promise<void> {
    const names = indexes.map(({ schema, name }) => quoteQualified(schema, name))
    const unknown = names.filter((name) => !this.#known.has(name))
    const found = unknown.length === 0 ? [] : await this.#find(unknown, kept)
    await this.#update(
      [...names.flatMap((name) => this.#known.get(name) ?? []), ...found.map(({ oid }) => oid)],
      visible,
    )
  }

  /** Remembers indexes with their parts, until they are forgotten. */
  async remember(indexes: readonly ObjectName[], kept: readonly string[]): Promise<void> {
    const names = indexes.map(({ schema, name }) => quoteQualified(schema, name))
    const found = await this.#find(names, kept)
    for (const { name, oid } of found) this.#known.set(name, [...(this.#known.get(name) ?? []), oid])
  }

  forget(indexes: readonly ObjectName[]): void {
    for (const { schema, name } of indexes) this.#known.delete(quoteQualified(schema, name))
  }

  async #find(names: readonly string[], kept: readonly string[]): Promise<{ name: string; oid: number }[]> {
    const { rows } = await this.#owner.query<{ name: string; oid: number }>({
      name: 'pgwright_find_indexes',
      text: `with kept as materialized (select to_regclass(name)::oid as oid from unnest($2::text[]) as name)
        select name, to_regclass(name)::oid as oid from unnest($1::text[]) as name where to_regclass(name) is not null
        union
        select name, p.relid::oid from unnest($1::text[]) as name, pg_catalog.pg_partition_tree(to_regclass(name)) as p
        where p.relid not in (select oid from kept where oid is not null)`,
      values: [names, kept],
    })
    return rows
  }

  async #update(oids: readonly number[], visible: boolean): Promise<void> {
    if (oids.length === 0) return
    await this.#owner.query({
      name: 'pgwright_show',
      text: 'update pg_catalog.pg_index set indisvalid = $2 where indexrelid = any($1::oid[]) and indisvalid <> $2',
      values: [oids, visible],
    })
  }
}
