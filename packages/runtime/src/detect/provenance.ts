import type { Statement } from '../events/index.ts'
import type { Shape, Slot } from '../shapes/index.ts'
import { cell, keyOf } from './keys.ts'
import type { VaryingSlot } from './slot-values.ts'

/** Where the values of a repeated statement's parameter came from. */
export interface Provenance {
  readonly slot: Slot
  /** The statement whose answers they stood in, as often as it was asked. */
  readonly source: Shape
  /** The source's column. */
  readonly column: string
  /** Its type's oid; null where the driver does not tell. */
  readonly type: number | null
  /** Different values that were asked for, and how many of them stand in the column. */
  readonly asked: number
  readonly found: number
  /** Different values that the column has in the answers which were used. */
  readonly offered: number
  /** The most that one answer gave. */
  readonly fromOne: number
  /** Whether they were asked for in the order of the rows. */
  readonly inOrder: boolean
}

/** Of the values asked for, this share must stand in the column; the rest may have come from a cache or a file. */
const enough = 0.8

/**
 * Looks in answers that were there before for the values which a statement was repeated with.
 *
 * @param answers in the order in which they came
 */
export function provenanceOf(
  statements: readonly Statement[],
  { slot, values }: VaryingSlot,
  answers: readonly Statement[],
): Provenance | null {
  const asked = firstAsked(statements, values)
  if (asked.size < 2) return null
  let best: Provenance | null = null
  for (const [source, group] of byShape(answers)) {
    const [{ fields = [] } = {}] = group
    fields.forEach(({ name: column, dataTypeID: type = null }, index) => {
      const traced = trace(asked, group, index)
      if (traced.found < Math.max(2, asked.size * enough)) return
      const next = { slot, source, column, type, asked: asked.size, ...traced }
      if (best === null || weight(next) >= weight(best)) best = next
    })
  }
  return best
}

function byShape(answers: readonly Statement[]): ReadonlyMap<Shape, readonly Statement[]> {
  const groups = new Map<Shape, Statement[]>()
  for (const one of answers) {
    const group = groups.get(one.shape)
    if (group === undefined) groups.set(one.shape, [one])
    else group.push(one)
  }
  return groups
}

/** Each value with the statement that asked for it first. */
function firstAsked(statements: readonly Statement[], values: readonly unknown[]): ReadonlyMap<string, Statement> {
  const first = new Map<string, Statement>()
  statements.forEach((statement, at) => {
    const key = keyOf(values[at])
    if (key !== null && !first.has(key)) first.set(key, statement)
  })
  return first
}

/** Each value is taken from the last answer before its statement that has it. */
function trace(asked: ReadonlyMap<string, Statement>, group: readonly Statement[], index: number) {
  const rows = new Map<Statement, number[]>()
  let found = 0
  for (const [key, statement] of asked) {
    const source = group.findLast((one) => isAfter(statement, one) && placesOf(one, index).has(key))
    if (source === undefined) continue
    found++
    const row = placesOf(source, index).get(key) ?? 0
    rows.set(source, [...(rows.get(source) ?? []), row])
  }
  const used = [...rows]
  return {
    found,
    offered: used.reduce((sum, [source]) => sum + placesOf(source, index).size, 0),
    fromOne: Math.max(0, ...used.map(([, { length }]) => length)),
    inOrder: used.every(([, places]) => places.every((row, at) => at === 0 || (places[at - 1] as number) < row)),
  }
}

/** All of a column in its order is no chance; of equal ones, the later answer is nearer. */
function weight({ asked, found, offered, inOrder, column, slot }: Provenance): number {
  return found / asked + (inOrder ? 1 : 0) + found / offered + (isAkin(column, slot.column ?? '') ? 1 : 0)
}

/** `id` and `author_id` of a column of either name. */
function isAkin(source: string, target: string): boolean {
  const last = target.split('.').at(-1)?.replaceAll('"', '') ?? ''
  return source === last || (/^(id|uuid|key)$/i.test(source) && /(_id|Id|_uuid|_key|^id|^uuid)$/.test(last))
}

/**
 * Whether it can't be chance. Small whole numbers are in every table, so that of those more is asked for: that they come
 * in the order of the rows, and a name that fits or all that there are.
 */
export function isEvidence({ slot, asked, found, offered, inOrder, column }: Provenance, rare: boolean): boolean {
  if (rare) return true
  if (found < 3 || !inOrder) return false
  return isAkin(column, slot.column ?? '') || (found === offered && found === asked && found >= 5)
}

/** Whether values are such as would hardly be met by chance. */
export function areRare(values: readonly unknown[]): boolean {
  const keys = values.map(keyOf).filter((one) => one !== null)
  return keys.length > 0 && keys.every((one) => !/^-?\d{1,4}$/.test(one) && one.length > 3)
}

function isAfter(statement: Statement, source: Statement): boolean {
  return source !== statement && source.endedAt !== null && source.endedAt <= statement.askedAt
}

const places = new WeakMap<Statement, Map<number, ReadonlyMap<string, number>>>()

/** The first row in which each value of a column stands; read once for an answer, and only when it is asked for. */
function placesOf(source: Statement, index: number): ReadonlyMap<string, number> {
  const columns = places.get(source) ?? new Map<number, ReadonlyMap<string, number>>()
  places.set(source, columns)
  const known = columns.get(index)
  if (known !== undefined) return known
  const made = new Map<string, number>()
  source.rows?.forEach((row, at) => {
    const key = keyOf(cell(row, source.fields, index))
    if (key !== null && !made.has(key)) made.set(key, at)
  })
  columns.set(index, made)
  return made
}
