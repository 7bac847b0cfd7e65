// The package has no types of its own.
declare module 'pg-cursor' {
  export default class Cursor<Row> {
    constructor(text: string, values: unknown[])
    submit(connection: import('pg').Connection): void
    read(rows: number): Promise<Row[]>
    close(): Promise<void>
  }
}
