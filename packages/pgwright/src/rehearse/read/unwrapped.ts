import type { Migration } from '../migration.ts'

const begins = /^(begin|start\s+transaction)\b/i
const commits = /^(commit|end)\b/i
const controls = /^(begin|start\s+transaction|commit|end|abort|prepare\s+transaction|rollback(?!\s+(\w+\s+)?to\b))\b/i

/**
 * A migration that begins and commits one transaction around all of it, as one that its tool wraps: so a statement can be
 * tried in a form that stands in none.
 */
export function unwrapped(migration: Migration): Migration {
  const { statements } = migration
  const inner = statements.slice(1, -1)
  const [first, last] = [statements[0]?.sql ?? '', statements.at(-1)?.sql ?? '']
  const wraps = begins.test(first) && commits.test(last) && !inner.some(({ sql }) => controls.test(sql))
  return wraps ? { ...migration, statements: inner, transaction: 'whole' } : migration
}
