import pg, { type Pool, type PoolClient } from 'pg'
import { decodeRows, decodeValue, encodeRows, encodeValue } from './encode.ts'
import { type Held, hold } from './held.ts'
import { holdRows, type Parsers, queryRaw, type RawRows } from './rows.ts'

/** How a value comes to be, and how it goes to Redis and back. */
export interface Fill {
  /** All that it reads goes through the client it is given. */
  readonly byClientOnly: boolean
  read(client: PoolClient): Promise<Filled>
  /** Undefined for what was not written by this. */
  decode(data: string): Held | undefined
}

export interface Filled {
  readonly held: Held
  /** Nothing was found. */
  readonly negative: boolean
  encode(): string
}

export function valueFill(fill: (client: PoolClient) => Promise<unknown>): Fill {
  return {
    byClientOnly: false,
    async read(client) {
      const value = await fill(client)
      const held = hold(value)
      return { held, negative: value === null || value === undefined, encode: () => encodeValue(value) }
    },
    decode(data) {
      const decoded = decodeValue(data)
      return decoded === undefined ? undefined : hold(decoded.value)
    },
  }
}

export function rowsFill(text: string, values: readonly unknown[], pool: Pool): Fill {
  const parsers = parsersOf(pool)
  const filled = (raw: RawRows) => holdRows(raw, parsers)
  return {
    byClientOnly: true,
    async read(client) {
      const raw = await queryRaw(client, text, values)
      return { held: filled(raw), negative: raw.rows.length === 0, encode: () => encodeRows(raw) }
    },
    decode(data) {
      const raw = decodeRows(data)
      return raw === undefined ? undefined : filled(raw)
    },
  }
}

/** As the pool's clients parse. */
function parsersOf(pool: Pool): Parsers {
  return (pool.options?.types as Parsers | undefined) ?? (pg.types as unknown as Parsers)
}
