import type { RehearsedStatement, Snapshot } from '../model/index.ts'
import type { Node } from '../sql/index.ts'
import { catalogName } from './effects/lock-modes.ts'
import { estimateMs, type Rates } from './estimate.ts'
import type { MigrationStatement } from './migration.ts'
import type { Relations } from './relations.ts'
import type { StatementContext } from './rule.ts'
import { detect } from './rules/index.ts'
import { SourceNames } from './source-names.ts'
import type { Performed } from './stage.ts'
import { blockedBy, Waiting } from './waiting.ts'

/** Says what a statement that was performed on a copy means on the source. Statements come in their order. */
export class Judge {
  readonly #snapshot: Snapshot
  readonly #relations: Relations
  readonly #rates: Rates
  readonly #names: SourceNames
  readonly #waiting: Waiting
  readonly #settings = new Set<string>()
  /** Of the transaction that is open. */
  #before: Node[] = []

  constructor(snapshot: Snapshot, relations: Relations, rates: Rates) {
    this.#snapshot = snapshot
    this.#relations = relations
    this.#rates = rates
    this.#names = new SourceNames(snapshot)
    this.#waiting = new Waiting(snapshot, this.#names)
  }

  judge(file: string, statement: MigrationStatement, tree: Node | null, performed: Performed): RehearsedStatement {
    const { line, sql, notRehearsed } = statement
    if (!performed.inTransaction) this.#before = []
    const context = this.#context(file, sql, tree, performed)
    const { locks, rewrites, scans } = context.effects
    const { findings, hint, safer } = detect(context)
    this.#remember(tree)
    return {
      file,
      line,
      sql: sql.trim(),
      ok: performed.refusal === null,
      ...(performed.refusal === null ? {} : { error: { ...performed.refusal, hint } }),
      ...(notRehearsed === undefined ? {} : { notRehearsed }),
      locks: locks.map(({ relation, mode }) => ({ relation, mode: catalogName(mode) })),
      rewrites: [...rewrites],
      scans: [...scans],
      blocks: context.blocks,
      ...(context.estimateMs > 0 ? { estimateMs: context.estimateMs, estimateBy: this.#rates.by } : {}),
      waiting: this.#waiting.on(locks, context.find),
      findings: findings.map((finding) => ({
        ...finding,
        evidence: { ...finding.evidence, file, ...(line === null ? {} : { line }) },
      })),
      ...(safer === null ? {} : { saferForm: { ...safer, sql: [...safer.sql], error: null } }),
    }
  }

  #context(file: string, sql: string, tree: Node | null, performed: Performed): StatementContext {
    const relations = this.#relations
    const find = (name: string) => relations.find(name)
    const { locks, held, rewrites, scans } = performed.effects
    const effects = {
      locks: locks.filter(({ relation }) => relations.isOfSource(relation)),
      held: held.filter(({ relation }) => relations.isOfSource(relation)),
      rewrites: rewrites.filter((name) => find(name) !== null),
      scans: scans.filter((name) => find(name) !== null),
    }
    return {
      ...performed,
      file,
      sql,
      tree,
      effects,
      heldBefore: performed.heldBefore.filter(({ relation }) => relations.isOfSource(relation)),
      blocks: blockedBy(effects.locks),
      estimateMs: estimateMs(effects, tree, this.#snapshot, this.#rates, find),
      before: this.#before,
      settings: this.#settings,
      snapshot: this.#snapshot,
      find,
      resolve: (schema, name) => this.#names.resolve(schema, name),
    }
  }

  #remember(tree: Node | null): void {
    if (tree === null) return
    this.#before = [...this.#before, tree]
    if ('VariableSetStmt' in tree) this.#settings.add((tree.VariableSetStmt.name ?? '').toLowerCase())
  }
}
