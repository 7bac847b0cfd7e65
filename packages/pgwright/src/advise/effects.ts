import type { Change, ChangeDetails, StatementEffect } from '../model/index.ts'
import { normalise } from '../sql/index.ts'
import type { PlannedStatement } from './planned-statement.ts'

/** What one of the ways in which a statement is planned costs without and with a change. */
export interface PlannedEffect {
  readonly planned: PlannedStatement
  readonly before: number
  readonly after: number
}

/** What a change does to the workload's statements. */
export type Effects = Pick<Change, 'benefit'> & Pick<ChangeDetails, 'gains' | 'losses' | 'confidence'>

/** A statement's text is cut here: enough to know it by. */
const textLength = 100

interface StatementSum extends StatementEffect {
  readonly weight: number
  /** The least and the most that a call gains, of the ways in which the statement is planned. */
  readonly least: number
  readonly most: number
  readonly ways: number
}

/** Puts together what belongs to one statement; the one that matters most to the workload comes first. */
export function effectsOf(effects: readonly PlannedEffect[]): Effects {
  const changed = sums(effects).filter(({ costBefore, costAfter }) => costBefore !== costAfter)
  const byGain = changed.sort((a, b) => gainOf(b) - gainOf(a))
  const total = byGain.reduce((sum, one) => sum + one.weight * gainOf(one), 0)
  const weightedSum = (of: 'least' | 'most') => byGain.reduce((sum, one) => sum + one.weight * one[of], 0)
  const byWeightedGain = [...byGain].sort((a, b) => b.weight * gainOf(b) - a.weight * gainOf(a))
  return {
    benefit: {
      total,
      queries: byGain.map(({ fingerprint, costBefore, costAfter }) => ({ fingerprint, costBefore, costAfter })),
    },
    gains: byWeightedGain.filter((one) => gainOf(one) > 0).map(shown),
    losses: byWeightedGain
      .filter((one) => gainOf(one) < 0)
      .map(shown)
      .reverse(),
    confidence: {
      low: weightedSum('least'),
      high: weightedSum('most'),
      valueSets: byGain.reduce((sum, { ways }) => sum + ways, 0),
    },
  }
}

function sums(effects: readonly PlannedEffect[]): StatementSum[] {
  const found = new Map<PlannedStatement['statement'], StatementSum>()
  for (const { planned, before, after } of effects) {
    const { statement, share, weight } = planned
    const { fingerprint, calls } = statement
    const known = found.get(statement)
    found.set(statement, {
      fingerprint,
      sql: known?.sql ?? statement.sql,
      calls,
      costBefore: (known?.costBefore ?? 0) + share * before,
      costAfter: (known?.costAfter ?? 0) + share * after,
      weight: (known?.weight ?? 0) + weight,
      least: Math.min(known?.least ?? Number.POSITIVE_INFINITY, before - after),
      most: Math.max(known?.most ?? Number.NEGATIVE_INFINITY, before - after),
      ways: (known?.ways ?? 0) + 1,
    })
  }
  return [...found.values()]
}

function shown({ fingerprint, sql, calls, costBefore, costAfter }: StatementSum): StatementEffect {
  return { fingerprint, sql: beginning(normalise(sql)), calls, costBefore, costAfter }
}

/** Enough of a statement's text to know it by. */
export function beginning(sql: string): string {
  const characters = [...sql.replaceAll(/\s+/g, ' ').trim()]
  return characters.length <= textLength ? characters.join('') : `${characters.slice(0, textLength - 1).join('')}…`
}

function gainOf({ costBefore, costAfter }: StatementEffect): number {
  return costBefore - costAfter
}
