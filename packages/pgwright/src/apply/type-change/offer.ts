import type { Client } from 'pg'
import { type Change, PgwrightError, type Plan, planVersion, type Snapshot, tableShape } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { findColumn, findRelation } from '../../twin/index.ts'
import { columnFacts } from './column-facts.ts'
import { narrowerReferring, type ReferringColumn } from './narrower-referring.ts'
import { sideName } from './own-names.ts'
import { type CopyOptions, type PlainWay, plainWay } from './plain-way.ts'
import { requireReadable } from './readable.ts'
import { resolveType } from './resolve-type.ts'
import { finishTypeChange, typeChangePlan } from './type-change.ts'

/** As people write them: quoted or not, with their schemas or without. */
export interface WrittenTypeChange {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly using: string | null
  readonly back: string | null
}

interface Named {
  readonly schema: string
  readonly table: string
  readonly column: string
}

/** How a column gets another type. Names are as the catalog has them. */
export type TypeChangeOffer = Named & { readonly type: string } & (
    | {
        readonly way: 'beside'
        readonly change: Change
        readonly plan: Plan
        /** They can't hold all that the column will, and are best given its type in this order. */
        readonly referring: readonly ReferringColumn[]
      }
    | { readonly way: 'plain'; readonly plain: PlainWay }
  )

/**
 * A plan for the change of a column's type, or the plain statement where that is as good.
 *
 * @param client of the target, not in a transaction; nothing of what it does stays
 * @param snapshot of the same database
 * @throws PgwrightError `usage` where names mean nothing, or a change of the column's type is not through yet;
 *   `unsupported` where it can't be done
 */
export async function offerTypeChange(
  client: Client,
  snapshot: Snapshot,
  written: WrittenTypeChange,
  options: CopyOptions = {},
): Promise<TypeChangeOffer> {
  const { using, back } = written
  const named = findNames(snapshot, written)
  requireReadable({ ...written, type: 'text' })
  const type = await resolveType(client, written.type)
  requireThrough(snapshot, named)
  const wanted = { ...named, type, using, back }
  if (using === null && (await typeOf(client, named)) === type)
    throw new PgwrightError('usage', `${describe(named)} has the type ${type} already.`, 'There is nothing to do.')
  const plain = await plainWay(client, snapshot, wanted, options)
  if (plain !== null) return { ...named, type, way: 'plain', plain }
  const change = await typeChangePlan(client, wanted)
  const shape = tableShape(snapshot, named.schema, named.table)
  const plan = { ...planFor(snapshot, change), ...(shape && { tables: [shape] }) }
  return { ...named, type, way: 'beside', change, plan, referring: await narrowerReferring(client, named, type) }
}

/**
 * A plan for the end of such a change, after which it can't be taken back.
 *
 * @throws PgwrightError `usage` where there is no column to be dropped
 */
export function offerFinish(
  snapshot: Snapshot,
  written: Pick<WrittenTypeChange, 'table' | 'column'>,
): Named & { readonly change: Change; readonly plan: Plan } {
  const named = findNames(snapshot, written)
  const old = sideName('old', named.column)
  if (!hasColumn(snapshot, named, old)) {
    const hint = hasColumn(snapshot, named, sideName('new', named.column))
      ? 'Its change to another type is not through yet: apply the plan of that again.'
      : 'There is nothing to do, unless the name is of another column.'
    throw new PgwrightError('usage', `${describe(named)} has no column beside it that it was before.`, hint)
  }
  const change = finishTypeChange(named)
  // What else has become of the table meanwhile does not matter: the steps name nothing but what pgwright has made.
  return { ...named, change, plan: planFor(snapshot, change) }
}

function findNames(snapshot: Snapshot, { table, column }: Pick<WrittenTypeChange, 'table' | 'column'>): Named {
  const relation = findRelation(snapshot, table)
  const { schema, name } = relation
  if (relation.kind !== 'table' && relation.kind !== 'partitioned')
    throw new PgwrightError('usage', `${quoteQualified(schema, name)} is no table.`, 'Name the table that it is of.')
  return { schema, table: name, column: findColumn(relation, column) }
}

/** A second change on top of one that can be taken back would take that possibility away. */
function requireThrough(snapshot: Snapshot, named: Named): void {
  if (hasColumn(snapshot, named, sideName('old', named.column)))
    throw new PgwrightError(
      'usage',
      `${describe(named)} has the column beside it that it was before its type was changed last.`,
      'End that change first, with --finish, or take it back with: pgwright rollback.',
    )
  if (hasColumn(snapshot, named, sideName('new', named.column)))
    throw new PgwrightError(
      'usage',
      `A change of the type of ${describe(named)} has begun, and is not through.`,
      'Apply the plan of that again, or take it back with: pgwright rollback.',
    )
}

function hasColumn({ relations }: Snapshot, { schema, table }: Named, column: string): boolean {
  const relation = relations.find((one) => one.schema === schema && one.name === table)
  return relation?.columns.some(({ name }) => name === column) === true
}

async function typeOf(client: Client, { schema, table, column }: Named): Promise<string> {
  try {
    await client.query('begin read only; set local search_path = pg_catalog')
    return (await columnFacts(client, schema, table, column)).type
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

function describe({ schema, table, column }: Named): string {
  return `${quoteIdentifier(column)} of ${quoteQualified(schema, table)}`
}

function planFor({ database, server, workload }: Snapshot, change: Change): Plan {
  return {
    format: 'pgwright-plan',
    schemaVersion: planVersion,
    createdAt: new Date().toISOString(),
    source: { database: database.name, serverVersion: server.version },
    workload: { source: workload.source, statements: [], excluded: [] },
    costBefore: 0,
    costAfter: 0,
    changes: [change],
    rejected: [],
    trial: null,
  }
}
