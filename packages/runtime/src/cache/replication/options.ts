import type { ClientConfig } from 'pg'
import { RuntimeError } from '../../error.ts'
import { checkNumber } from '../check-number.ts'
import { checkTables, type ReplicatedTable } from './tables.ts'

export interface ReplicationOptions {
  /** One that is there, or several. `invalidationPublication` tells the SQL to make one. */
  readonly publication: string | readonly string[]
  /** What is tagged otherwise than by default. They must be published: what is named here is known to be heard. */
  readonly tables?: readonly ReplicatedTable[]
  /**
   * How to connect, to the same primary and database as the pool's: of a role that may replicate, and not through a
   * pooler. As the pool
   */
  readonly connection?: string | ClientConfig
  /**
   * A permanent slot that is there (`invalidationSlot` tells the SQL to make one), for this process alone. It keeps WAL
   * while the process is away, up to `max_slot_wal_keep_size`. By default a temporary one, which goes with its connection.
   */
  readonly slot?: PermanentSlot
  /** How often it is looked whether all that was written has been heard: within twice this time it is found out. 1,000 */
  readonly checkMs?: number
  /** How long the first start may take: a slot waits for all transactions that have written to end. 30,000 */
  readonly startMs?: number
  /**
   * How much WAL the slot may keep the server from removing: `onLag` is called beyond it, and a temporary slot is given
   * up for a new one. 1 GiB
   */
  readonly maxLagBytes?: number
  /** Called once each time that the limit is passed. What it throws is not looked at. */
  readonly onLag?: (status: ReplicationStatus) => void
}

export interface PermanentSlot {
  readonly name: string
  /** Use it though `max_slot_wal_keep_size` sets no limit, and a process that stays away fills the server's disk. false */
  readonly unlimited?: boolean
}

export interface ReplicationStatus {
  /** `away`: what is written may not be heard now; nothing is given from memory for longer than `blindTtlMs`. */
  readonly state: 'up' | 'away'
  /** Null where there is none now. */
  readonly slot: string | null
  /** How much WAL the slot keeps; null where that is not known. */
  readonly lagBytes: number | null
  /** `max_slot_wal_keep_size`; null where there is no limit, or it is not known yet. */
  readonly walLimitBytes: number | null
  /** Transactions heard. */
  readonly transactions: number
  /** Why it was away last; null where it never was. */
  readonly failure: { readonly message: string; readonly hint: string | null } | null
}

/** Options with what was left out. @throws RuntimeError `usage` */
export function replicationSettings(options: ReplicationOptions) {
  const { publication, tables = [], connection, slot } = options
  const { checkMs = 1000, startMs = 30_000, maxLagBytes = 2 ** 30, onLag = () => {} } = options
  const publications = typeof publication === 'string' ? [publication] : publication
  for (const [option, value] of Object.entries({ checkMs, startMs, maxLagBytes })) checkNumber(option, value)
  if (!Array.isArray(publications) || publications.length === 0 || publications.some((name) => !isName(name)))
    throw new RuntimeError('usage', 'No publication is named.', 'Pass its name as `publication`.')
  if (slot !== undefined) checkSlotName(slot.name)
  checkTables(tables)
  return { publications, tables, connection, slot, checkMs: Math.max(checkMs, 10), startMs, maxLagBytes, onLag }
}

export type ReplicationSettings = ReturnType<typeof replicationSettings>

function isName(name: unknown): boolean {
  return typeof name === 'string' && name !== '' && !name.includes('\u0000')
}

/** @throws RuntimeError `usage` */
export function checkSlotName(name: string): void {
  if (typeof name === 'string' && /^[a-z0-9_]{1,63}$/.test(name)) return
  throw new RuntimeError(
    'usage',
    'The name of a slot has 1 to 63 small letters, digits and underscores.',
    'Choose another name.',
  )
}
