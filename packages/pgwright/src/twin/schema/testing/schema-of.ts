import type { Snapshot } from '../../../model/index.ts'

/** What of a snapshot is schema: without statistics, sizes, and what only the source's server has. */
export function schemaOf({ relations, indexes, ...snapshot }: Snapshot) {
  return {
    types: named(snapshot.types),
    functions: named(snapshot.functions),
    objects: named(snapshot.objects),
    operatorFamilies: named(snapshot.operatorFamilies),
    foreignServers: snapshot.foreignServers,
    sequences: snapshot.sequences,
    relations: named(
      relations.map(({ size: _, toastBytes: __, activity: ___, tablespace: ____, columns, ...relation }) => ({
        ...relation,
        // Whether a column was declared again where a parent has it is lost, and no plan shows it.
        columns: columns.map(({ inherited: _, ...column }) => column),
      })),
    ),
    indexes: named(
      indexes
        .map(({ size: _, height: __, scans: ___, tablespace: ____, ...index }) => index)
        .filter(({ valid }) => valid),
    ),
    constraints: named(snapshot.constraints.filter(({ kind }) => kind !== 'not-null')),
    policies: snapshot.policies,
    triggers: named(snapshot.triggers),
    rules: named(snapshot.rules),
    extendedStatistics: named(snapshot.extendedStatistics),
  }
}

/** In the order of names: what was made in another order is no other schema. */
function named<Item extends { readonly schema: string; readonly name: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (`${a.schema}.${a.name}` < `${b.schema}.${b.name}` ? -1 : 1))
}
