import pg, { type ClientConfig, type Pool } from 'pg'
import { asText, noLsn } from '../position.ts'
import { within } from '../within.ts'

export interface StreamEvents {
  /** One message of the output plugin. */
  message(data: Buffer): void
  /** Of all that was committed below it, the messages have come. */
  reached(lsn: string): void
  /** Nothing comes any more. */
  lost(error: unknown): void
}

/** What `pg` has for its own use. */
interface Wire {
  on(event: 'copyData', heard: (message: { readonly chunk: Buffer }) => void): void
  once(event: 'replicationStart', heard: () => void): void
  sendCopyFromChunk(chunk: Buffer): void
}

/** Where to replicate from; undefined as the pool. */
export type Connection = string | ClientConfig | undefined

/** By which the server's views show it. */
export const applicationName = 'pgwright-cache'

/**
 * A connection that replicates. Formats: PostgreSQL manual, "Streaming Replication Protocol" and "Logical Streaming
 * Replication Protocol".
 */
export class Stream {
  /** Up to where all was taken in, sixteen hex digits. */
  lsn = noLsn
  /** When something last came, by `performance.now()`. */
  heardAt = performance.now()
  #ended = false
  readonly #client: pg.Client
  readonly #wire: Wire
  readonly #events: StreamEvents

  private constructor(client: pg.Client, events: StreamEvents) {
    this.#client = client
    this.#events = events
    this.#wire = (client as unknown as { readonly connection: Wire }).connection
    const lost = (error?: unknown) => this.#lose(error)
    client.on('error', lost)
    client.on('end', lost)
    this.#wire.on('copyData', ({ chunk }) => this.#take(chunk))
  }

  /** @throws what the driver throws */
  static async open(pool: Pool, connection: Connection, events: StreamEvents): Promise<Stream> {
    const client = makeClient(pool, connection)
    const stream = new Stream(client, events)
    try {
      await client.connect()
    } catch (error) {
      await stream.close()
      throw error
    }
    return stream
  }

  /** A statement, before it streams. All columns are text. */
  async query<Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> {
    return (await this.#client.query<Row>({ text: sql, types: asText as never })).rows
  }

  /**
   * From where the slot stands. Big transactions come when they commit, not before (protocol version 1).
   *
   * @throws what the driver throws
   */
  async start(slot: string, publications: readonly string[]): Promise<void> {
    const names = literal(publications.map((name) => pg.escapeIdentifier(name)).join(','))
    const started = new Promise<void>((resolve) => this.#wire.once('replicationStart', resolve))
    const ended = this.#client.query(
      `START_REPLICATION SLOT "${slot}" LOGICAL 0/0 (proto_version '1', publication_names ${names})`,
    )
    await Promise.race([started, ended])
    ended.then(
      () => this.#lose(undefined),
      (error: unknown) => this.#lose(error),
    )
  }

  /** Tells what was taken in, so that the server can let go of it, and asks where it stands. */
  ask(): void {
    this.#tell(true)
  }

  async close(): Promise<void> {
    this.#ended = true
    // A connection that is open on one side only may never end by itself.
    await within(this.#client.end(), 1000).catch(() => {})
  }

  #take(chunk: Buffer): void {
    if (this.#ended) return
    this.heardAt = performance.now()
    try {
      // XLogData: start, end and time, then the plugin's message.
      if (chunk[0] === 0x77) this.#events.message(chunk.subarray(25))
      // Primary keepalive: where the server stands, time, whether it wants an answer.
      else if (chunk[0] === 0x6b) {
        this.reach(chunk.toString('hex', 1, 9))
        if (chunk[17] === 1) this.#tell(false)
      }
    } catch (error) {
      this.#lose(error)
    }
  }

  reach(lsn: string): void {
    if (lsn > this.lsn) this.lsn = lsn
    this.#events.reached(this.lsn)
  }

  /** Standby status update: written, flushed and applied, time, whether an answer is wanted. */
  #tell(asks: boolean): void {
    if (this.#ended) return
    const chunk = Buffer.alloc(34)
    chunk.write('r', 'latin1')
    for (const at of [1, 9, 17]) chunk.write(this.lsn, at, 'hex')
    chunk.writeBigInt64BE(BigInt(Date.now() - Date.UTC(2000, 0, 1)) * 1000n, 25)
    chunk[33] = asks ? 1 : 0
    this.#wire.sendCopyFromChunk(chunk)
  }

  #lose(error: unknown): void {
    if (this.#ended) return
    this.#ended = true
    this.#events.lost(error)
  }
}

/** The replication grammar knows no `E''`. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** As the pool connects, or as told, but to replicate, and with nothing that would end the stream after a time. */
function makeClient(pool: Pool, connection: Connection): pg.Client {
  const given = typeof connection === 'string' ? { connectionString: connection } : connection
  // A pool hides its password from a copy.
  const config = given ?? { ...pool.options, password: pool.options?.password }
  const client = new pg.Client({ ...config, keepAlive: true, pipeline: false, binary: false } as ClientConfig)
  // Only here, as a connection string has the last word otherwise.
  const { connectionParameters } = client as unknown as { readonly connectionParameters: Record<string, unknown> }
  const limits = ['query_timeout', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
  for (const limit of limits) connectionParameters[limit] = undefined
  connectionParameters.application_name = applicationName
  connectionParameters.replication = 'database'
  return client
}
