import type { ObjectName } from '../../model/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'

/** A relation's oid and name, before anything that needs a lock on it is read. */
export interface ListedRelation extends ObjectName {
  readonly oid: number
  /** Oids of what must exist before it: parents of inheritance, relations that a view reads. */
  readonly needs: readonly number[]
  readonly isView: boolean
}

/**
 * The user's tables and views, each after what it needs. Age alone would not do: an old table can be attached to a
 * younger parent, and an old view be replaced by one that reads a younger table.
 */
export async function listRelations(reading: Reading): Promise<ListedRelation[]> {
  const all = afterTheirNeeds(await readList(reading))
  return reading.named === undefined ? all : withinReach(all, reading.named, await readPolicyReads(reading))
}

async function readList({ client }: Reading): Promise<ListedRelation[]> {
  const { rows } = await client.query<ListedRelation>(
    `select c.oid, n.nspname as schema, c.relname as name, c.relkind in ('v', 'm') as "isView",
       array(select i.inhparent from pg_inherits i where i.inhrelid = c.oid
             union
             select d.refobjid from pg_rewrite r
             join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
             where c.relkind in ('v', 'm') and r.ev_class = c.oid
               and d.refclassid = 'pg_class'::regclass and d.refobjid <> c.oid
             order by 1) as needs
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and ${inUserSchema} and ${ofNoExtension('pg_class', 'c.oid')}
     order by c.oid`,
  )
  return rows
}

/** What policies of a table read beside it: by the table's oid. */
async function readPolicyReads({ client }: Reading): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await client.query<{ oid: number; reads: number[] }>(
    `select p.polrelid as oid, array_agg(distinct d.refobjid order by d.refobjid) as reads
     from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
     where d.refclassid = 'pg_class'::regclass and d.refobjid <> p.polrelid
     group by p.polrelid`,
  )
  return new Map(rows.map(({ oid, reads }) => [oid, reads]))
}

/** Those of the names that were asked for, whatever their schema, and all that planning with them needs. */
function withinReach(
  relations: readonly ListedRelation[],
  named: ReadonlySet<string>,
  policyReads: ReadonlyMap<number, readonly number[]>,
): ListedRelation[] {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]))
  const heirs = new Map<number, number[]>()
  for (const { oid, needs, isView } of relations)
    if (!isView) for (const parent of needs) heirs.set(parent, [...(heirs.get(parent) ?? []), oid])
  const reached = new Set<number>()
  const reach = (oid: number) => {
    if (reached.has(oid)) return
    reached.add(oid)
    const needs = byOid.get(oid)?.needs ?? []
    for (const other of [...needs, ...(heirs.get(oid) ?? []), ...(policyReads.get(oid) ?? [])]) reach(other)
  }
  for (const { oid, name } of relations) if (named.has(name)) reach(oid)
  return relations.filter(({ oid }) => reached.has(oid))
}

function afterTheirNeeds(relations: readonly ListedRelation[]): ListedRelation[] {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]))
  const sorted = new Set<ListedRelation>()
  const visited = new Set<number>()
  const visit = (relation: ListedRelation) => {
    // Views can need each other in a circle; then the older one comes first.
    if (visited.has(relation.oid)) return
    visited.add(relation.oid)
    for (const oid of relation.needs) {
      const needed = byOid.get(oid)
      if (needed !== undefined) visit(needed)
    }
    sorted.add(relation)
  }
  for (const relation of relations) visit(relation)
  return [...sorted]
}

/** Without those given and without whatever needs them, directly or not. */
export function withoutRelations(relations: readonly ListedRelation[], leftOut: readonly number[]): ListedRelation[] {
  const gone = new Set(leftOut)
  return relations.filter(({ oid, needs }) => {
    if (needs.some((needed) => gone.has(needed))) gone.add(oid)
    return !gone.has(oid)
  })
}
