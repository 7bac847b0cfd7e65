import type { Group } from './group.ts'

/** With that much of the weight, what is left of the limit goes to tables that nothing else is known of. */
const enough = 0.99
/** As many statements on the same tables are alike enough to give way to the only one on another. */
const alike = 10

/**
 * The groups that stand for a workload, the heaviest first: by weight until 99 % are reached, then the heaviest on each
 * table that none of them touches, then by weight again. Where the limit is reached before, the only statement on a table
 * takes the place of the lightest of ten or more on the same tables.
 */
export function selectGroups(groups: readonly Group[], most: number): Group[] {
  const byWeight = [...groups].sort((a, b) => b.weight - a.weight || compare(nameOf(a), nameOf(b)))
  if (byWeight.length <= most) return byWeight
  const kept = byWeight.slice(0, Math.min(most, countFor(byWeight)))
  const rest = byWeight.slice(kept.length)
  const covered = new Set(kept.flatMap(({ tables }) => tables))
  const left: Group[] = []
  for (const group of rest) {
    const isNew = group.tables.some((table) => !covered.has(table))
    if (!isNew || (kept.length >= most && !giveWay(kept))) {
      left.push(group)
      continue
    }
    kept.push(group)
    for (const table of group.tables) covered.add(table)
  }
  kept.push(...left.slice(0, Math.max(0, most - kept.length)))
  return kept.sort((a, b) => b.weight - a.weight || compare(nameOf(a), nameOf(b)))
}

function countFor(byWeight: readonly Group[]): number {
  const total = byWeight.reduce((sum, { weight }) => sum + weight, 0)
  let count = 0
  for (let sum = 0; count < byWeight.length && sum < total * enough; count++) sum += byWeight[count]?.weight ?? 0
  return count
}

/** Takes out the lightest of ten or more groups on the same tables; false where there are none such. */
function giveWay(kept: Group[]): boolean {
  const counts = new Map<string, number>()
  for (const group of kept) counts.set(tablesOf(group), (counts.get(tablesOf(group)) ?? 0) + 1)
  const at = kept.findLastIndex((group) => (counts.get(tablesOf(group)) ?? 0) >= alike)
  if (at === -1) return false
  kept.splice(at, 1)
  return true
}

function tablesOf({ tables }: Group): string {
  return JSON.stringify(tables)
}

function nameOf({ members: [first] }: Group): string {
  return `${first?.statement.fingerprint} ${first?.statement.role}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
