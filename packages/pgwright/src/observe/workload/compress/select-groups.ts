import { byName, type Group } from './group.ts'

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
  const byWeight = [...groups].sort(heaviestFirst)
  if (byWeight.length <= most) return byWeight
  const kept = byWeight.slice(0, Math.min(most, countFor(byWeight)))
  const covered = new Set(kept.flatMap(({ tables }) => tables))
  const left: Group[] = []
  const spare = spareGroups(kept)
  const gone = new Set<Group>()
  const added: Group[] = []
  for (const group of byWeight.slice(kept.length)) {
    const isNew = group.tables.some((table) => !covered.has(table))
    const room = isNew && kept.length - gone.size + added.length < most
    const lightest = isNew && !room ? spare.pop() : undefined
    if (lightest !== undefined) gone.add(lightest)
    if (room || lightest !== undefined) {
      added.push(group)
      for (const table of group.tables) covered.add(table)
    } else left.push(group)
  }
  const chosen = [...kept.filter((group) => !gone.has(group)), ...added]
  chosen.push(...left.slice(0, Math.max(0, most - chosen.length)))
  return chosen.sort(heaviestFirst)
}

/** Those that have nine heavier ones on the same tables, the lightest last. */
function spareGroups(byWeight: readonly Group[]): Group[] {
  const counts = new Map<string, number>()
  return byWeight.filter(({ tables }) => {
    const key = JSON.stringify(tables)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count >= alike
  })
}

function countFor(byWeight: readonly Group[]): number {
  const total = byWeight.reduce((sum, { weight }) => sum + weight, 0)
  let count = 0
  for (let sum = 0; count < byWeight.length && sum < total * enough; count++) sum += byWeight[count]?.weight ?? 0
  return count
}

function heaviestFirst(a: Group, b: Group): number {
  const [first, second] = [a.members[0]?.statement, b.members[0]?.statement]
  return b.weight - a.weight || (first === undefined || second === undefined ? 0 : byName(first, second))
}
