import type { Server } from '../server.ts'

const dayMs = 86_400_000

/** How long the database's counters count, in days; where nothing tells it, since ever. */
export function countedDays({ now, statsSince }: Server): number {
  return statsSince === null ? Number.POSITIVE_INFINITY : (now.getTime() - statsSince.getTime()) / dayMs
}

/** Why counters say too little yet; null where they have counted for so many days. */
export function tooYoung(server: Server, days: number): string | null {
  const counted = countedDays(server)
  if (counted >= days) return null
  const age = counted < 2 ? `${Math.max(Math.round(counted * 24), 0)} hours` : `${Math.floor(counted)} days`
  return `The counters are ${age} old, and after a reset or a crash tell enough in ${days === 1 ? 'a day' : `${days} days`} only.`
}

/** For the evidence of what rests on counters: ISO 8601. */
export function countedSince({ statsSince }: Server): string | null {
  return statsSince?.toISOString() ?? null
}

/** For a message. */
export function sinceWhen({ statsSince }: Server): string {
  return statsSince === null ? 'since counting began' : `since ${statsSince.toISOString().slice(0, 10)}`
}
