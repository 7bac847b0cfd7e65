import type { OwnStatement } from './statement.ts'

/** What the library calls of the driver's connection; all 8.x versions of `pg` have it. */
export interface WireConnection {
  parse(message: { readonly text: string; readonly name: string }): void
  bind(message: { readonly portal: string; readonly statement: string; readonly values: readonly unknown[] }): void
  execute(message: { readonly portal: string }): void
  close(message: { readonly type: 'S'; readonly name: string }): void
  sync(): void
}

export interface BoundConnection extends WireConnection {
  readonly stream: { write(data: Uint8Array): boolean; readonly writable: boolean }
  /** Text of each statement that is prepared on it, by name. */
  readonly parsedStatements: Record<string, string>
  readonly submittedNamedStatements?: Record<string, string>
  on(event: 'parseComplete', listener: () => void): void
  removeListener(event: 'parseComplete', listener: () => void): void
}

/** The driver's connection, but that what it writes is kept. */
interface Facade extends WireConnection {
  stream: { readonly writable: true; write(chunk: Uint8Array): boolean }
  _send(chunk: Uint8Array): boolean
  flush(): void
}

interface Parse {
  readonly name: string
  readonly text: string
}

const recordings = new WeakMap<BoundConnection, Recording>()
/** Bytes of statements that are prepared: the same on every connection. */
const preparedMessages = new WeakMap<OwnStatement, Uint8Array>()

/** Messages kept back until all are there, so that what can't be sent as a whole is not sent at all. */
export class Recording {
  readonly facade: WireConnection
  readonly #connection: BoundConnection
  #chunks: Uint8Array[] = []
  #parses: Parse[] = []
  #parsed = 0
  #listening = false
  #named = false

  /**
   * A connection has one, as the driver lets one query at a time write to it.
   *
   * @param named whether the connection keeps what is prepared on it
   */
  static of(connection: BoundConnection, named: boolean): Recording {
    const recording = recordings.get(connection) ?? new Recording(connection)
    recordings.set(connection, recording)
    recording.#chunks = []
    recording.#parses = []
    recording.#parsed = 0
    recording.#named = named
    return recording
  }

  private constructor(connection: BoundConnection) {
    this.#connection = connection
    const push = (chunk: Uint8Array) => this.#chunks.push(chunk) > 0
    const facade: Facade = Object.create(connection)
    facade.stream = { writable: true, write: push }
    facade._send = push
    facade.sync = () => {}
    facade.flush = () => {}
    facade.parse = (message) => {
      this.#parses.push({ name: message.name ?? '', text: message.text })
      connection.parse.call(facade, message)
    }
    this.facade = facade
  }

  add(statement: OwnStatement): void {
    const { text, values = [], constant = false } = statement
    if (statement.once) {
      this.#addOnce(statement)
      return
    }
    const name = this.#named ? (statement.name ?? '') : ''
    if (name === '' || this.#connection.parsedStatements[name] === undefined) this.facade.parse({ name, text })
    const isKept = constant && name !== ''
    const known = isKept ? preparedMessages.get(statement) : undefined
    if (known !== undefined) {
      this.#chunks.push(known)
      return
    }
    const start = this.#chunks.length
    this.facade.bind({ portal: '', statement: name, values })
    this.facade.execute({ portal: '' })
    if (isKept) preparedMessages.set(statement, Buffer.concat(this.#chunks.slice(start)))
  }

  #addOnce({ text, name = '' }: OwnStatement): void {
    // Told as one without a name, for the driver is not to think that it is there.
    this.#parses.push({ name: '', text })
    this.#connection.parse.call(this.facade, { name, text })
    this.facade.bind({ portal: '', statement: name, values: [] })
    this.facade.execute({ portal: '' })
    this.facade.close({ type: 'S', name })
  }

  send(): void {
    // Which of them the server has is told one by one: those after an error it never saw.
    if (this.#parses.some(({ name }) => name !== '')) {
      this.#listening = true
      this.#connection.on('parseComplete', this.#onParsed)
    }
    this.#connection.sync.call(this.facade)
    const { stream } = this.#connection
    if (stream.writable) stream.write(Buffer.concat(this.#chunks))
    this.#chunks = []
  }

  end(): void {
    if (this.#listening) this.#connection.removeListener('parseComplete', this.#onParsed)
    this.#listening = false
    for (const { name } of this.#parses) if (name !== '') delete this.#connection.submittedNamedStatements?.[name]
  }

  readonly #onParsed = (): void => {
    const parse = this.#parses[this.#parsed++]
    if (parse !== undefined && parse.name !== '') this.#connection.parsedStatements[parse.name] = parse.text
  }
}
