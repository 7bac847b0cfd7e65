import type { Note, ObjectName, Snapshot } from '../../model/index.ts'
import { withoutValues } from '../../observe/index.ts'
import {
  fillParameters,
  type GroupLimit,
  groupLimit,
  isPlannable,
  repairNormalised,
  smallNumber,
} from '../../sql/index.ts'
import { createIndexSql, foreignKey, indexesOf, TypicalValues, typicalByUse } from '../../twin/index.ts'
import { figure } from '../figures.ts'
import { type InPlace, leastGain, type PlannedInPlace } from '../in-place.ts'
import { genericPlan } from '../planned-statement.ts'
import { ColumnFinder } from '../rewrites/column-of.ts'
import { isNeverNull } from '../rewrites/never-null.ts'
import type { RewriteOptions } from '../rewrites/rewrite-changes.ts'
import { noteEach, statementsOf } from './statements.ts'

/** The other form must cost at most this part of what the statement costs. */
const atMost = 0.7

type CandidatesFor = RewriteOptions['candidatesFor']

/**
 * Statements that number all rows of each group to keep the first few. A note, since the groups must come from another
 * table, and whether that is kept complete is known to the application: a foreign key can be switched off.
 */
export async function groupLimitNotes(inPlace: InPlace, candidatesFor: CandidatesFor): Promise<Note[]> {
  const typical = new TypicalValues(inPlace.snapshot)
  return noteEach(inPlace, (planned) => groupLimitNote(inPlace, typical, planned, candidatesFor))
}

async function groupLimitNote(
  { twin, snapshot, cost, chosen }: InPlace,
  typical: TypicalValues,
  planned: PlannedInPlace,
  candidatesFor: CandidatesFor,
): Promise<Note | null> {
  const { statement, context, weight } = planned
  const sql = repairNormalised(withoutValues(statement).sql)
  const limit = isPlannable(sql) ? groupLimit(sql) : null
  const other = limit === null ? null : lateralOf(snapshot, sql, limit)
  if (limit === null || other === null) return null
  // Both must be planned for as many rows.
  const number = 'ParamRef' in limit.rows ? (limit.rows.ParamRef.number ?? 0) : 0
  const rows = new Map([[number, `${smallNumber(groupLimit(statement.sql)?.rows) ?? typicalByUse.limit}`]])
  const [old, lateral] = [fillParameters(sql, rows), fillParameters(other, rows)]
  const generic = await genericPlan(twin, planned, old)
  const plan = (text: string) => twin.explain(typical.fill(text, generic), context)
  const before = (await plan(old))['Total Cost']
  const made = await candidatesFor(await genericPlan(twin, planned, lateral))
  const candidates = made.filter((one) => !chosen.includes(one))
  await twin.show(candidates, true)
  const after = await plan(lateral).finally(() => twin.show(candidates, false))
  const later = after['Total Cost']
  if (later > atMost * before || weight * (before - later) < leastGain * cost) return null
  const used = indexesOf(after)
  const wanted = candidates.filter(({ name, parts }) => used.has(name) || parts.some((part) => used.has(part.name)))
  const indexes = wanted.map(({ spec }) =>
    createIndexSql(spec, '', false).replace(/^create index \S* ?on/, 'an index on'),
  )
  const needs = indexes.length === 0 ? '' : `, with ${indexes.join(' and ')}`
  return {
    kind: 'group-limit',
    title: 'All rows of each group are numbered, and the first few kept.',
    statements: statementsOf([planned]),
    evidence: `On the twin it costs ${figure(before)}, and ${figure(later)} where each group is asked for its first rows by itself${needs} (estimates).`,
    advice: `Have a limit for each group, as long as the foreign key that the groups are taken by is held to: ${other}`,
  }
}

/** With the groups from the table that a foreign key of theirs points to, all of whose rows can be seen. */
function lateralOf(snapshot: Snapshot, sql: string, { group, from, lateral }: GroupLimit): string | null {
  const column = new ColumnFinder(snapshot, sql).find(group, from)
  if (column === null || !isNeverNull(snapshot, column, from)) return null
  const { schema, name } = column.table
  const key = snapshot.constraints.find(
    (one) =>
      one.schema === schema &&
      one.table === name &&
      one.kind === 'foreign' &&
      one.validated &&
      one.columns.length === 1 &&
      one.columns[0] === column.column.name,
  )
  const points = key === undefined ? null : foreignKey(key.definition)
  const [referenced] = points?.targetColumns ?? []
  const groups = snapshot.relations.find(
    (one) => one.schema === points?.target.schema && one.name === points.target.name,
  )
  // A policy could hide a group and not its rows.
  if (referenced === undefined || groups === undefined || groups.rowSecurity) return null
  if (isInheritedFrom(snapshot, column.table) || isInheritedFrom(snapshot, groups)) return null
  return lateral({ schema: groups.schema, name: groups.name }, referenced)
}

/** What inherits from a table, and is no partition of it, is held to neither its foreign key nor its primary key. */
function isInheritedFrom({ relations }: Snapshot, { schema, name }: ObjectName): boolean {
  return relations.some(
    ({ parents, partitionBound }) =>
      partitionBound === null && parents.some((parent) => parent.schema === schema && parent.name === name),
  )
}
