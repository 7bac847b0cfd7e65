import type { Message, Relation, RowChange } from './messages.ts'

/** How the changes of a relation become tags. */
export interface Tagging {
  readonly tag: string
  /** The column that tells rows apart; null where there is none, so that each change drops all of the table. */
  readonly key: string | null
  /** Whether the replica identity tells the key of a row as it was. */
  readonly identified: boolean
}

/** A transaction that has committed, though nobody may see it yet. */
export interface Committed {
  readonly xid: number
  readonly changed: ReadonlyMap<number, Changed>
}

/** What became of a relation. */
export interface Changed {
  readonly relation: Relation | null
  /** By which its keys were read; null where that was not known. */
  readonly tagging: Tagging | null
  /** The texts of the keys of rows old and new; null where they are too many, or not all known. */
  readonly keys: ReadonlySet<string> | null
}

/** As many keys of one table as the triggers tell one by one. */
const maxKeys = 100

/**
 * The rows that a transaction changed, until it commits. `pgoutput` sends one transaction after the other, and none that
 * was rolled back. Of each table no more is kept than some keys, however large the transaction.
 */
export class Changes {
  #xid = 0
  #changed = new Map<
    number,
    { readonly relation: Relation | null; tagging: Tagging | null; keys: Set<string> | null }
  >()
  readonly #relations = new Map<number, Relation>()
  readonly #taggingOf: (relation: Relation) => Tagging | null

  /** @param taggingOf null where it is not known yet */
  constructor(taggingOf: (relation: Relation) => Tagging | null) {
    this.#taggingOf = taggingOf
  }

  /** @returns at a COMMIT, what was changed */
  take(message: Message): Committed | null {
    if (message.kind === 'begin') {
      this.#xid = message.xid
      this.#changed = new Map()
    } else if (message.kind === 'relation') this.#relations.set(message.relation.oid, message.relation)
    else if (message.kind === 'row') this.#row(message)
    else if (message.kind === 'truncate') for (const oid of message.oids) this.#of(oid).keys = null
    else if (message.kind === 'commit') return { xid: this.#xid, changed: this.#changed }
    return null
  }

  #row(row: RowChange): void {
    const changed = this.#of(row.oid)
    if (changed.keys === null) return
    const relation = this.#relations.get(row.oid) ?? null
    const tagging = relation && this.#taggingOf(relation)
    const keys = relation === null || tagging === null ? null : keysOf(row, relation, tagging)
    // The table may have been altered within the transaction: what was read in two ways is not told together.
    if (keys === null || (changed.tagging !== null && !isSame(changed.tagging, tagging))) changed.keys = null
    else {
      changed.tagging = tagging
      for (const key of keys) changed.keys.add(key)
      if (changed.keys.size > maxKeys) changed.keys = null
    }
  }

  #of(oid: number) {
    let changed = this.#changed.get(oid)
    if (changed === undefined) {
      changed = { relation: this.#relations.get(oid) ?? null, tagging: null, keys: new Set() }
      this.#changed.set(oid, changed)
    }
    return changed
  }
}

/** Null where not all are told. */
function keysOf({ change, before, after }: RowChange, relation: Relation, tagging: Tagging): readonly string[] | null {
  const at = relation.columns.findIndex(({ name }) => name === tagging.key)
  const column = relation.columns[at]
  if (column === undefined) return null
  const identified = tagging.identified && column.identity
  if (change !== 'insert' && !identified) return null
  const old = before?.[at]
  // Large values that did not change are not sent: the key is the old one's then.
  const now = after?.[at] === undefined ? old : after[at]
  if (now === undefined && change !== 'delete') return null
  if (old === undefined && (change === 'delete' || before !== null)) return null
  return [old, now].flatMap((cell) => (cell === undefined || cell === null ? [] : [cell.toString('utf8')]))
}

export function isSame(one: Tagging | null, other: Tagging | null): boolean {
  return one?.tag === other?.tag && one?.key === other?.key && one?.identified === other?.identified
}
