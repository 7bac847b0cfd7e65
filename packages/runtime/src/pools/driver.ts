import type pg from 'pg'

/** What this room uses of a client beyond what pg's types tell. All of it has been there since pg 8.0 but the status. */
export interface Driver {
  /** False from when a statement is sent until the server says that it has finished with it. */
  readonly readyForQuery?: boolean
  readonly processID?: number | null
  readonly secretKey?: number | null
  readonly host?: string
  readonly port?: number
  /** Whether statements can be sent. pg's own pool looks at it too. */
  readonly _queryable?: boolean
  /** Whether its end was asked for. */
  readonly _ending?: boolean
  /** From pg 8.16 on. */
  getTransactionStatus?(): ReturnType<pg.Client['getTransactionStatus']>
  readonly connection: DriverConnection
}

export interface DriverConnection {
  readonly stream: {
    destroy(error?: Error): void
    readonly bytesRead?: number
    cork?(): void
    uncork?(): void
  }
  /** Text by name: what the server has prepared for this connection. */
  readonly parsedStatements: Record<string, string>
  /** Those on their way. */
  readonly submittedNamedStatements?: Record<string, string>
  parse(message: { readonly text: string; readonly name?: string }): void
  bind(message: { readonly values: readonly string[] }): void
  execute(message: object): void
  close(message: { readonly type: 'S'; readonly name: string }): void
  sync(): void
  emit(event: string | symbol, ...args: unknown[]): boolean
  on(event: string, listener: () => void): unknown
  removeListener(event: string, listener: () => void): unknown
}

export function driverOf(client: object): Driver {
  return client as Driver
}

/** Whether the session is as it was: the server waits for a statement, outside of a transaction. */
export function isClean(driver: Driver): boolean {
  return driver.readyForQuery === true && driver.getTransactionStatus?.() === 'I'
}
