import type { Choice, ValueKind } from './choice.ts'
import {
  betweenChoices,
  elementChoices,
  endChoices,
  equalChoices,
  likeChoices,
  listChoices,
  wholeChoices,
} from './choices.ts'
import type { ColumnValues, KnownColumn } from './column-values.ts'
import type { ParameterUse } from './parameter-uses.ts'
import { listLength } from './typical.ts'

/** How frequent what a parameter is given is among the rows of its column. Holds no value. */
export interface ParameterFrequency {
  /** The number of `$n`, or the name of a setting that a policy reads. */
  readonly parameter: number | string
  /** `schema.table.column` */
  readonly column: string
  readonly kind: ValueKind
  /** Share of the rows that have the value, or that lie in the range. */
  readonly frequency: number
}

/** One value for each parameter whose column has statistics. */
export interface ValueSet {
  /** `common`, or `common, rare` where the parameters differ. */
  readonly label: string
  /** How often a statement is taken to be given such values; those of all sets add up to 1. */
  readonly weight: number
  readonly frequencies: readonly ParameterFrequency[]
  /** Null is SQL's null. */
  readonly values: ReadonlyMap<number | string, string | null>
}

/** Parameters whose values are chosen together. */
interface Slot {
  readonly parameters: readonly (number | string)[]
  readonly column: KnownColumn
  readonly choices: readonly Choice[]
}

/** Beyond so many sets not every combination is planned. */
const mostSets = 36

/** Sets of values that cover what a statement can be given. Parameters are taken to be independent of each other. */
export function valueSets(uses: readonly ParameterUse[], columns: ColumnValues): ValueSet[] {
  const slots = slotsOf(uses, columns)
  if (slots.length === 0) return []
  const combinations = slots.reduce((product, { choices }) => product * choices.length, 1)
  const chosen = combinations <= mostSets ? everyCombination(slots) : someCombinations(slots)
  const sets = unique(chosen).map((choices) => setOf(slots, choices))
  const total = sets.reduce((sum, { weight }) => sum + weight, 0)
  return sets.map((set) => ({ ...set, weight: total === 0 ? 1 / sets.length : set.weight / total }))
}

/** Both ends of a range go together, and so do the values of a list that is written out. */
function slotsOf(uses: readonly ParameterUse[], columns: ColumnValues): Slot[] {
  const groups = new Map<string, ParameterUse[]>()
  for (const use of uses) {
    const question = use.question === 'below' ? 'above' : use.question
    const key = JSON.stringify([use.alias, use.column, question, question === 'equal' || question === 'above'])
    groups.set(key, [...(groups.get(key) ?? []), use])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const column = first === undefined ? undefined : columns.of(first.table, first.column)
    return column === undefined ? [] : slots(group, column).filter(({ choices }) => choices.length > 0)
  })
}

function slots(group: readonly ParameterUse[], column: KnownColumn): Slot[] {
  const lower = group.filter(({ question }) => question === 'above')
  const upper = group.filter(({ question }) => question === 'below')
  const [from, to] = [lower[0], upper[0]]
  if (from !== undefined && to !== undefined)
    return [{ parameters: [from.parameter, to.parameter], column, choices: betweenChoices(column) }]
  const [first] = group
  if (first?.question === 'equal') {
    const parameters = group.map(({ parameter }) => parameter)
    return [{ parameters, column, choices: equalChoices(column, group.length).filter(fits(first)) }]
  }
  return group.map((use) => ({ parameters: [use.parameter], column, choices: choicesOf(use, column) }))
}

/** A setting is a text, and never null once it is set. */
function fits({ parameter }: ParameterUse): (choice: Choice) => boolean {
  return ({ kind }) => typeof parameter === 'number' || kind !== 'null'
}

function choicesOf({ question }: ParameterUse, column: KnownColumn): Choice[] {
  switch (question) {
    case 'equal':
      return equalChoices(column, 1)
    case 'list':
      return listChoices(column, listLength)
    case 'above':
    case 'below':
      return endChoices(column, question)
    case 'pattern':
      return likeChoices(column)
    case 'member':
      return elementChoices(column, question)
    case 'contains':
    case 'overlaps':
      return column.type.endsWith('[]') ? elementChoices(column, question) : wholeChoices(column)
    default:
      return question satisfies never
  }
}

function everyCombination(slots: readonly Slot[]): Choice[][] {
  return slots.reduce<Choice[][]>(
    (sets, { choices }) => sets.flatMap((set) => choices.map((choice) => [...set, choice])),
    [[]],
  )
}

/** All of one kind, and each parameter away from what is most likely. */
function someCombinations(slots: readonly Slot[]): Choice[][] {
  const likely = slots.map(({ choices }) =>
    choices.reduce((most, choice) => (choice.weight > most.weight ? choice : most)),
  )
  const kinds = [...new Set(slots.flatMap(({ choices }) => choices.map(({ kind }) => kind)))]
  const alike = kinds.map((kind) =>
    slots.flatMap(({ choices }, i) => choices.find((choice) => choice.kind === kind) ?? likely[i] ?? []),
  )
  const moved = slots.flatMap(({ choices }, i) =>
    choices.map((choice) => likely.map((usual, j) => (i === j ? choice : usual))),
  )
  return [likely, ...alike, ...moved]
}

function unique(sets: readonly (readonly Choice[])[]): (readonly Choice[])[] {
  return [...new Map(sets.map((set) => [set.map(({ kind }) => kind).join(), set])).values()]
}

function setOf(slots: readonly Slot[], choices: readonly Choice[]): ValueSet {
  const chosen = slots.flatMap((slot, i) => {
    const choice = choices[i]
    return choice === undefined ? [] : [{ slot, choice }]
  })
  const kinds = chosen.map(({ choice }) => choice.kind)
  return {
    label: new Set(kinds).size === 1 ? (kinds[0] ?? '') : kinds.join(', '),
    weight: choices.reduce((product, { weight }) => product * weight, 1),
    frequencies: chosen.flatMap(({ slot: { parameters, column }, choice: { kind, frequency } }) =>
      parameters.map((parameter) => ({ parameter, column: column.name, kind, frequency })),
    ),
    values: new Map(
      chosen.flatMap(({ slot: { parameters }, choice: { values } }) =>
        // Where a column has fewer values than are asked for, the first is asked for again; one null is all null.
        parameters.map((parameter, i) => [parameter, (i < values.length ? values[i] : values[0]) ?? null] as const),
      ),
    ),
  }
}
