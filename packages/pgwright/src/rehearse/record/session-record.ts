import { type Frame, FrameFields } from './frames.ts'

/** A message of SQL that was sent: it may have several statements. */
export interface SentSql {
  readonly sql: string
  /** For `$1`, `$2` … in PostgreSQL's text form; null where they came in another form. */
  readonly values: readonly (string | null)[] | null
  /** The server refused it. */
  readonly failed: boolean
}

/** What one session sent from where it was in no transaction to where it was in none again. */
export interface SentUnit {
  readonly sent: SentSql[]
}

type Waiting =
  | { readonly kind: 'parse'; readonly sql: string }
  | { readonly kind: 'execute' | 'query'; readonly sql: string; readonly values: SentSql['values'] }
  | { readonly kind: 'sync' }

interface Portal {
  readonly sql: string
  readonly values: SentSql['values']
  /** It goes on where it stopped: the same statement. */
  begun: boolean
}

/** Notes what a session sends, and what became of it, from its messages and the server's answers. */
export class SessionRecord {
  readonly #onUnit: (unit: SentUnit) => void
  readonly #statements = new Map<string, string>()
  readonly #portals = new Map<string, Portal>()
  /** Sent and not answered yet. */
  #waiting: Waiting[] = []
  #answered: SentSql[] = []
  #unit: SentUnit | null = null

  /** @param onUnit told of each when it begins; it grows until its transaction has ended */
  constructor(onUnit: (unit: SentUnit) => void) {
    this.#onUnit = onUnit
  }

  sent({ type, body }: Frame): void {
    const fields = new FrameFields(body)
    if (type === 'Q') this.#waiting.push({ kind: 'query', sql: fields.text(), values: [] })
    else if (type === 'P') {
      const name = fields.text()
      const sql = fields.text()
      this.#statements.set(name, sql)
      this.#waiting.push({ kind: 'parse', sql })
    } else if (type === 'B') {
      const portal = fields.text()
      const sql = this.#statements.get(fields.text()) ?? ''
      this.#portals.set(portal, { sql, values: valuesOf(fields), begun: false })
    } else if (type === 'E') this.#execute(this.#portals.get(fields.text()))
    else if (type === 'S') this.#waiting.push({ kind: 'sync' })
  }

  #execute(portal: Portal | undefined): void {
    if (portal === undefined || portal.begun) return
    portal.begun = true
    this.#waiting.push({ kind: 'execute', sql: portal.sql, values: portal.values })
  }

  answered({ type, body }: Frame): void {
    const [first] = this.#waiting
    if (type === '1' && first?.kind === 'parse') this.#waiting.shift()
    else if (['C', 'I', 's'].includes(type) && first?.kind === 'execute') this.#answer(false)
    else if (type === 'E') this.#refused()
    else if (type === 'Z') this.#ready(String.fromCharCode(body[0] ?? 0))
  }

  #answer(failed: boolean): void {
    const first = this.#waiting.shift()
    if (first === undefined || first.kind === 'sync') return
    this.#answered.push({ sql: first.sql, values: first.kind === 'parse' ? null : first.values, failed })
  }

  /** What comes after it up to the next `Sync` the server passes over. */
  #refused(): void {
    const [first] = this.#waiting
    if (first === undefined || first.kind === 'sync') return
    const simple = first.kind === 'query'
    this.#answer(true)
    if (simple) this.#waiting.unshift({ kind: 'sync' })
    else while (this.#waiting.length > 0 && this.#waiting[0]?.kind !== 'sync') this.#waiting.shift()
  }

  #ready(status: string): void {
    const [first] = this.#waiting
    if (first?.kind === 'query') this.#answer(false)
    else if (first?.kind === 'sync') this.#waiting.shift()
    if (this.#answered.length > 0) {
      if (this.#unit === null) {
        this.#unit = { sent: [] }
        this.#onUnit(this.#unit)
      }
      this.#unit.sent.push(...this.#answered)
      this.#answered = []
    }
    if (status === 'I') this.#unit = null
  }
}

function valuesOf(fields: FrameFields): SentSql['values'] {
  const formats = Array.from({ length: fields.int16() }, () => fields.int16())
  const values = Array.from({ length: fields.int16() }, () => fields.value()?.toString('utf8') ?? null)
  return formats.some((format) => format !== 0) ? null : values
}
