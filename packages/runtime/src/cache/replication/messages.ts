/**
 * What `pgoutput` sends, protocol version 1. Formats: PostgreSQL manual, "Logical Replication Message Formats". All
 * numbers are big-endian; a text ends in a zero byte.
 */
export type Message =
  | { readonly kind: 'begin'; readonly xid: number }
  /** @property end just behind the record of the commit, sixteen hex digits */
  | { readonly kind: 'commit'; readonly end: string }
  | { readonly kind: 'relation'; readonly relation: Relation }
  | RowChange
  | { readonly kind: 'truncate'; readonly oids: readonly number[] }
  /** Types, origins and messages of applications say nothing of rows. */
  | { readonly kind: 'other' }

export interface RowChange {
  readonly kind: 'row'
  readonly change: 'insert' | 'update' | 'delete'
  readonly oid: number
  /** What the replica identity tells of the row as it was; null where an update left that the same. */
  readonly before: Tuple | null
  readonly after: Tuple | null
}

/** As it is told before the first change of a table, and again after each change of its definition. */
export interface Relation {
  readonly oid: number
  readonly schema: string
  readonly table: string
  readonly identity: 'default' | 'nothing' | 'full' | 'index'
  readonly columns: readonly { readonly name: string; readonly identity: boolean }[]
}

/** By column; null for NULL, undefined for a large value that did not change and was not sent. */
export type Tuple = readonly (Buffer | null | undefined)[]

const identities = { d: 'default', n: 'nothing', f: 'full', i: 'index' } as const

/** @throws RangeError for what is cut off, Error for what is none of these */
export function readMessage(data: Buffer): Message {
  const bytes = new Bytes(data)
  switch (bytes.letter()) {
    case 'B':
      // Where the commit's record is, and when it was.
      bytes.pass(16)
      return { kind: 'begin', xid: bytes.uint32() }
    case 'C':
      // Flags, and where the record begins.
      bytes.pass(9)
      return { kind: 'commit', end: bytes.lsn() }
    case 'R':
      return { kind: 'relation', relation: readRelation(bytes) }
    case 'I':
      return readRow(bytes, 'insert')
    case 'U':
      return readRow(bytes, 'update')
    case 'D':
      return readRow(bytes, 'delete')
    case 'T': {
      const count = bytes.uint32()
      // Whether it cascades, or restarts identities.
      bytes.pass(1)
      return { kind: 'truncate', oids: Array.from({ length: count }, () => bytes.uint32()) }
    }
    default:
      return { kind: 'other' }
  }
}

function readRelation(bytes: Bytes): Relation {
  const oid = bytes.uint32()
  const schema = bytes.text() || 'pg_catalog'
  const table = bytes.text()
  const identity = identities[bytes.letter() as keyof typeof identities] ?? 'nothing'
  const columns = Array.from({ length: bytes.uint16() }, () => {
    const flags = bytes.uint8()
    const name = bytes.text()
    // Its type and that one's modifier.
    bytes.pass(8)
    return { name, identity: (flags & 1) === 1 }
  })
  return { oid, schema, table, identity, columns }
}

/** `K` stands before the key of the old row, `O` before all of it, `N` before the new one. */
function readRow(bytes: Bytes, change: RowChange['change']): RowChange {
  const oid = bytes.uint32()
  let before: Tuple | null = null
  let after: Tuple | null = null
  while (!bytes.done) {
    const which = bytes.letter()
    if (which === 'N') after = readTuple(bytes)
    else if (which === 'K' || which === 'O') before = readTuple(bytes)
    else throw new Error('There is an unknown part in a change of a row.')
  }
  return { kind: 'row', change, oid, before, after }
}

function readTuple(bytes: Bytes): Tuple {
  return Array.from({ length: bytes.uint16() }, () => {
    const form = bytes.letter()
    if (form === 'n') return null
    if (form === 'u') return undefined
    return bytes.block(bytes.uint32())
  })
}

class Bytes {
  #at = 0
  readonly #data: Buffer

  constructor(data: Buffer) {
    this.#data = data
  }

  get done(): boolean {
    return this.#at >= this.#data.length
  }

  pass(count: number): void {
    this.#at += count
  }

  uint8(): number {
    return this.#data.readUInt8(this.#at++)
  }

  uint16(): number {
    this.#at += 2
    return this.#data.readUInt16BE(this.#at - 2)
  }

  uint32(): number {
    this.#at += 4
    return this.#data.readUInt32BE(this.#at - 4)
  }

  lsn(): string {
    this.#at += 8
    return this.#data.toString('hex', this.#at - 8, this.#at)
  }

  letter(): string {
    return String.fromCharCode(this.uint8())
  }

  text(): string {
    const end = this.#data.indexOf(0, this.#at)
    if (end === -1) throw new RangeError('A text has no end.')
    const text = this.#data.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }

  block(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#data.length) throw new RangeError('A value is cut off.')
    const block = this.#data.subarray(this.#at, end)
    this.#at = end
    return block
  }
}
