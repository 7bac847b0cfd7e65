import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type pg from 'pg'
import type { Cell } from './row-encoder.ts'
import type { Column } from './table.ts'

type CopyFrom = (sql: string, options?: { highWaterMark: number }) => pg.Submittable & Writable & { rowCount: number }

const chunkLength = 1 << 16
const toEscape = /[\\\n\r\t]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

let loaded: Promise<CopyFrom | null> | undefined

/** Null where the application has not installed the peer `pg-copy-streams`. */
export function loadCopy(): Promise<CopyFrom | null> {
  loaded ??= import('pg-copy-streams').then(
    ({ from }) => from,
    () => null,
  )
  return loaded
}

/** One COPY, to which rows are added until it ends. Nothing else can be asked of the client meanwhile. */
export class CopyWriter {
  private readonly stream: ReturnType<CopyFrom>
  private readonly finished: Promise<void>
  private text = ''
  private failed = false

  constructor(client: pg.ClientBase, copyFrom: CopyFrom, table: string, columns: readonly Column[]) {
    const names = columns.map(({ sql }) => sql).join(', ')
    // The stream's own text is UTF-8, whatever encoding the session has.
    const sql = `copy ${table} (${names}) from stdin with (format text, encoding 'UTF8')`
    this.stream = client.query(copyFrom(sql, { highWaterMark: chunkLength * 4 }))
    this.finished = new Promise((resolve, reject) => {
      this.stream.on('finish', resolve)
      this.stream.on('error', reject)
    })
    // Whoever writes next is told.
    this.finished.catch(() => {
      this.failed = true
    })
  }

  /** Waits while the server has more to read than it can. */
  async write(rows: readonly (readonly Cell[])[]): Promise<void> {
    for (const row of rows) {
      this.text += lineOf(row)
      if (this.text.length >= chunkLength) await this.flush()
    }
  }

  /** @returns rows that were written */
  async end(): Promise<number> {
    await this.flush()
    this.stream.end()
    await this.finished
    return this.stream.rowCount
  }

  /** Takes back what this COPY wrote, and waits until the client is free again. */
  async fail(): Promise<void> {
    if (this.failed) return
    this.stream.destroy(new Error('the application could not give all rows'))
    await this.finished.catch(() => {})
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(this.text)
    this.text = ''
    if (bytes.length === 0 || this.stream.write(bytes)) return
    await Promise.race([once(this.stream, 'drain'), this.finished])
  }
}

function lineOf(row: readonly Cell[]): string {
  let line = ''
  for (let i = 0; i < row.length; i++) {
    const cell = row[i]
    if (i > 0) line += '\t'
    line += cell === null || cell === undefined ? '\\N' : toEscape.test(cell) ? escaped(cell) : cell
  }
  return `${line}\n`
}

function escaped(text: string): string {
  return text.replace(/[\\\n\r\t]/g, (character) => escapes[character] as string)
}
