/** The lock modes of relations as PostgreSQL's documentation calls them, the weakest first. */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const

export type LockMode = (typeof lockModes)[number]

/** With which modes of other transactions each one conflicts; to conflict is mutual. */
export const lockConflicts: Readonly<Record<LockMode, readonly LockMode[]>> = {
  'ACCESS SHARE': ['ACCESS EXCLUSIVE'],
  'ROW SHARE': ['EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'ROW EXCLUSIVE': ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE UPDATE EXCLUSIVE': ['SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  SHARE: ['ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE ROW EXCLUSIVE': [
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ],
  EXCLUSIVE: lockModes.slice(1),
  'ACCESS EXCLUSIVE': lockModes,
}

/**
 * What a lock keeps others from: everything, writes, or neither. `ddl` stands for what is left then, other changes of
 * the same object and the maintenance that autovacuum does.
 */
export type Blocks = 'reads' | 'writes' | 'ddl'

/**
 * A plain `select` takes ACCESS SHARE; `insert`, `update` and `delete` take ROW EXCLUSIVE. `select … for update` takes
 * ROW SHARE, which EXCLUSIVE keeps out too.
 */
export function blocksOf(mode: LockMode): Blocks {
  if (lockConflicts[mode].includes('ACCESS SHARE')) return 'reads'
  return lockConflicts[mode].includes('ROW EXCLUSIVE') ? 'writes' : 'ddl'
}

const blocksByWeight: readonly Blocks[] = ['ddl', 'writes', 'reads']

/** Negative where `a` keeps others from less than `b`. */
export function compareBlocks(a: Blocks, b: Blocks): number {
  return blocksByWeight.indexOf(a) - blocksByWeight.indexOf(b)
}

/** Negative where `a` is the weaker one. */
export function compareModes(a: LockMode, b: LockMode): number {
  return lockModes.indexOf(a) - lockModes.indexOf(b)
}

/** Of `pg_locks.mode`, as `AccessExclusiveLock`. Null for what relations are not locked with. */
export function lockModeOf(mode: string): LockMode | null {
  return byCatalogName.get(mode) ?? null
}

const byCatalogName = new Map(lockModes.map((mode) => [catalogName(mode), mode]))

/** As `pg_locks.mode` has it. */
export function catalogName(mode: LockMode): string {
  const words = mode.split(' ').map((word) => `${word[0]}${word.slice(1).toLowerCase()}`)
  return `${words.join('')}Lock`
}
