import type { RehearsedStatement, Relation, Snapshot } from '../model/index.ts'
import { deparse, type Node, readableQualified } from '../sql/index.ts'
import { searchPath } from '../twin/index.ts'
import { catalogName } from './effects/lock-modes.ts'
import { estimateMs, type Rates } from './estimate.ts'
import { WorkloadUses } from './facts/workload-uses.ts'
import type { MigrationStatement } from './migration.ts'
import type { Relations } from './relations.ts'
import type { StatementContext, Surroundings } from './rule.ts'
import { detect } from './rules/index.ts'
import { SourceNames } from './source-names.ts'
import type { Performed } from './stage.ts'
import { suppressionsOf } from './suppression.ts'
import { blockedBy, Waiting } from './waiting.ts'

/** Says what a statement that was performed on a copy means on the source. Statements come in their order. */
export class Judge {
  readonly #snapshot: Snapshot
  readonly #relations: Relations
  readonly #rates: Rates
  readonly #waiting: Waiting
  readonly #uses: WorkloadUses
  readonly #path: readonly string[]
  #file: string | undefined
  /** Of the file. */
  readonly #settings = new Map<string, string>()
  readonly #told = new Set<string>()
  /** Of the transaction that is open. */
  #before: Node[] = []
  /** Names that the transaction has given since others could see it: what they stand for on the source. */
  readonly #renamed = new Map<string, Relation | null>()

  constructor(snapshot: Snapshot, relations: Relations, rates: Rates) {
    this.#snapshot = snapshot
    this.#relations = relations
    this.#rates = rates
    this.#path = searchPath(snapshot)
    const names = new SourceNames(snapshot)
    this.#waiting = new Waiting(snapshot, names)
    this.#uses = new WorkloadUses(snapshot, names)
  }

  judge(
    surroundings: Surroundings,
    statement: MigrationStatement,
    tree: Node | null,
    performed: Performed,
  ): RehearsedStatement {
    const { line, sql, notRehearsed, comments = '' } = statement
    const { file } = surroundings
    this.#goTo(file)
    if (!performed.inTransaction) this.#before = []
    const context = this.#context(surroundings, sql, tree, performed)
    const { locks, rewrites, scans } = context.effects
    const { findings, hint, safer } = detect(context, suppressionsOf(comments), this.#told)
    if (performed.refusal === null) this.#remember(context)
    return {
      file,
      line,
      sql: sql.trim(),
      ok: performed.refusal === null,
      ...(performed.refusal === null ? {} : { error: { ...told(performed.refusal), hint } }),
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

  #goTo(file: string): void {
    if (file === this.#file) return
    this.#file = file
    // Each file may be run alone, in a session of its own.
    this.#settings.clear()
    this.#told.clear()
    this.#renamed.clear()
  }

  #context(surroundings: Surroundings, sql: string, tree: Node | null, performed: Performed): StatementContext {
    const relations = this.#relations
    const find = (name: string) => relations.find(name)
    const { locks, held, rewrites, scans, writes } = performed.effects
    const effects = {
      locks: locks.filter(({ relation }) => relations.isOfSource(relation)),
      held: held.filter(({ relation }) => relations.isOfSource(relation)),
      rewrites: rewrites.filter((name) => find(name) !== null),
      scans: scans.filter((name) => find(name) !== null),
      writes: writes.filter((name) => find(name) !== null),
    }
    return {
      ...surroundings,
      ...performed,
      sql,
      tree,
      effects,
      heldBefore: performed.heldBefore.filter(({ relation }) => relations.isOfSource(relation)),
      blocks: blockedBy(effects.locks),
      estimateMs: estimateMs(effects, tree, this.#snapshot, this.#rates, find),
      before: this.#before,
      settings: this.#settings,
      snapshot: this.#snapshot,
      path: this.#path,
      find,
      resolve: (schema, name) => this.#resolve(schema, name),
      uses: (relation, column) => this.#uses.of(relation, column),
    }
  }

  #resolve(schema: string | undefined, name: string | undefined): Relation | null {
    if (name === undefined) return null
    for (const each of schema === undefined ? this.#path : [schema]) {
      const qualified = readableQualified(each, name)
      const found = this.#renamed.has(qualified) ? this.#renamed.get(qualified) : this.#relations.find(qualified)
      if (found !== undefined && found !== null) return found
      if (this.#renamed.has(qualified)) return null
    }
    return null
  }

  #remember({ tree, resolve, skipped }: StatementContext): void {
    if (tree === null || skipped) return
    this.#before.push(tree)
    if ('TransactionStmt' in tree) this.#renamed.clear()
    if ('VariableSetStmt' in tree) {
      const { name = '', kind, args = [] } = tree.VariableSetStmt
      if (kind === 'VAR_RESET_ALL') this.#settings.clear()
      else this.#settings.set(name.toLowerCase(), args.map(constantOf).join(', '))
    }
    if ('CreateStmt' in tree) this.#name(tree.CreateStmt.relation, null)
    if ('CreateTableAsStmt' in tree) this.#name(tree.CreateTableAsStmt.into?.rel, null)
    if ('RenameStmt' in tree && tree.RenameStmt.renameType === 'OBJECT_TABLE') {
      const { relation, newname } = tree.RenameStmt
      const known = resolve(relation?.schemaname, relation?.relname)
      const schema = known?.schema ?? relation?.schemaname
      this.#name(relation, null)
      this.#name({ ...(schema === undefined ? {} : { schemaname: schema }), relname: newname ?? '' }, known)
    }
  }

  #name(called: { readonly schemaname?: string; readonly relname?: string } | undefined, known: Relation | null): void {
    const { schemaname = this.#path[0] ?? 'public', relname = '' } = called ?? {}
    this.#renamed.set(readableQualified(schemaname, relname), known)
  }
}

function told({ code, message }: NonNullable<Performed['refusal']>) {
  return { code, message }
}

/** Of a setting: a constant without its quotes. */
function constantOf(node: Node): string {
  const text = deparse(node)
  return /^'.*'$/.test(text) ? text.slice(1, -1) : text
}
