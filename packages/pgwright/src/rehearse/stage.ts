import type { Client } from 'pg'
import type { Node } from '../sql/index.ts'
import type { EmptyCopy } from '../twin/index.ts'
import { type Effects, noEffects, openEffects, type StatementEffects } from './effects/effects.ts'
import type { RelationLock } from './effects/locks.ts'
import { performOutside } from './perform-outside.ts'

/** What the server said against a statement. */
export interface Refusal {
  /** SQLSTATE. */
  readonly code: string
  readonly message: string
  /** What the server adds to it. */
  readonly detail: string | null
  /** Where in the statement, in characters from 1; null where the server tells not. */
  readonly position: number | null
}

/** What became of a statement. */
export interface Performed {
  readonly refusal: Refusal | null
  readonly effects: StatementEffects
  /** What its transaction held before. */
  readonly heldBefore: readonly RelationLock[]
  /** Runs in a transaction with statements before it. */
  readonly inTransaction: boolean
  /** `if not exists` of what was there: nothing was done. */
  readonly skipped: boolean
}

/** `duplicate_table`, as a notice: also of an index or a view. */
const alreadyThere = '42P07'

/** PostgreSQL refuses the statement in a transaction block, or a `commit` within it: of a `do` or a procedure. */
const notInTransaction = new Set(['25001', '2D000'])

/** A session on an empty copy in which a migration is performed, statement by statement, as its tool would. */
export class Stage {
  readonly #copy: EmptyCopy
  readonly #worker: Client
  readonly #effects: Effects
  #inTransaction = false
  #held: readonly RelationLock[] = []
  /** What was there before the first statement of the transaction has been read. */
  #known = false
  #skipped = false

  private constructor(copy: EmptyCopy, worker: Client, effects: Effects) {
    this.#copy = copy
    this.#worker = worker
    this.#effects = effects
    worker.on('notice', ({ code }) => {
      if (code === alreadyThere) this.#skipped = true
    })
  }

  static async open(copy: EmptyCopy): Promise<Stage> {
    const worker = await copy.connect()
    return new Stage(copy, worker, await openEffects(copy.owner, worker))
  }

  get inTransaction(): boolean {
    return this.#inTransaction
  }

  close(): Promise<void> {
    return this.#worker.end()
  }

  async begin(): Promise<void> {
    await this.perform('begin', { TransactionStmt: { kind: 'TRANS_STMT_BEGIN' } })
  }

  /** Ends the transaction that is open, if there is one. */
  async commit(): Promise<void> {
    if (this.#inTransaction) await this.perform('commit', { TransactionStmt: { kind: 'TRANS_STMT_COMMIT' } })
  }

  /**
   * Runs one statement. One that fails takes nothing else of its transaction along, so that those after it are
   * rehearsed too.
   *
   * @param tree null where pgwright's parser does not know the statement; the server may
   */
  async perform(sql: string, tree: Node | null): Promise<Performed> {
    const before = { heldBefore: this.#held, inTransaction: this.#inTransaction }
    this.#skipped = false
    try {
      const effects = await this.#run(sql, tree)
      return { ...before, refusal: null, effects, skipped: this.#skipped && makesOne(tree) }
    } catch (error) {
      return { ...before, refusal: refusalOf(error), effects: noEffects, skipped: false }
    }
  }

  async #run(sql: string, tree: Node | null): Promise<StatementEffects> {
    if (tree !== null && 'TransactionStmt' in tree) return this.#control(sql, tree.TransactionStmt.kind ?? '')
    // Nothing may come between the beginning of a transaction and what it says of itself.
    if (tree !== null && 'VariableSetStmt' in tree) return this.#plain(sql)
    if (tree !== null && 'CreateExtensionStmt' in tree) return this.#extension(tree.CreateExtensionStmt.extname ?? '')
    return this.#inTransaction ? this.#beside(sql) : this.#alone(sql)
  }

  async #control(sql: string, kind: string): Promise<StatementEffects> {
    await this.#worker.query(sql)
    const begins = kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START'
    const ends = ['TRANS_STMT_COMMIT', 'TRANS_STMT_ROLLBACK', 'TRANS_STMT_PREPARE'].includes(kind)
    if (begins || ends) {
      this.#inTransaction = begins
      this.#held = []
      this.#known = false
    }
    return noEffects
  }

  async #plain(sql: string): Promise<StatementEffects> {
    await this.#worker.query(sql)
    return noEffects
  }

  /** Some only a superuser may make, and who that is on the source is not known here. */
  async #extension(name: string): Promise<StatementEffects> {
    await this.#copy.createExtension(name)
    return noEffects
  }

  /** In the transaction of statements before it. */
  async #beside(sql: string): Promise<StatementEffects> {
    if (!this.#known) {
      await this.#effects.before()
      this.#known = true
    }
    await this.#worker.query('savepoint pgwright_statement')
    try {
      await this.#worker.query(sql)
    } catch (error) {
      await this.#worker.query('rollback to savepoint pgwright_statement')
      throw error
    }
    const effects = await this.#effects.after()
    await this.#worker.query('release savepoint pgwright_statement')
    this.#held = effects.held
    return effects
  }

  /** In a transaction of its own, where PostgreSQL lets it. */
  async #alone(sql: string): Promise<StatementEffects> {
    await this.#worker.query('begin')
    try {
      await this.#effects.before()
      await this.#worker.query(sql)
      const effects = await this.#effects.after()
      await this.#worker.query('commit')
      return effects
    } catch (error) {
      await this.#worker.query('rollback')
      if (!notInTransaction.has((error as { code?: string }).code ?? '')) throw error
      return performOutside(this.#copy, this.#worker, sql)
    }
  }
}

/** Whether it makes one thing and nothing else, so that there is nothing that it has done beside. */
function makesOne(tree: Node | null): boolean {
  return tree !== null && ['CreateStmt', 'CreateTableAsStmt', 'IndexStmt'].some((kind) => kind in tree)
}

function refusalOf(error: unknown): Refusal {
  const {
    code = 'XX000',
    message,
    detail = null,
    position,
  } = error as { code?: string; message: string; detail?: string; position?: string }
  return { code, message, detail, position: position === undefined ? null : Number(position) }
}
