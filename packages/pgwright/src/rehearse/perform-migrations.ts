import type { RehearsedStatement, Snapshot } from '../model/index.ts'
import { type Node, tryParse } from '../sql/index.ts'
import type { EmptyCopy } from '../twin/index.ts'
import { noEffects } from './effects/effects.ts'
import type { Rates } from './estimate.ts'
import { fillViews } from './fill-views.ts'
import { Judge } from './judge.ts'
import type { Migration, MigrationStatement } from './migration.ts'
import { Relations } from './relations.ts'
import { type Performed, Stage } from './stage.ts'

/** Told of progress no more often than after this many. */
const often = 20

/**
 * Performs migrations on an empty copy, and says of each statement what it did there and what that means on the source.
 * A statement that fails keeps none after it from being tried.
 */
export async function performMigrations(
  copy: EmptyCopy,
  snapshot: Snapshot,
  migrations: readonly Migration[],
  rates: Rates,
  onProgress: (share: number) => void,
): Promise<RehearsedStatement[]> {
  const stage = await Stage.open(copy)
  try {
    await fillViews(copy.owner)
    const relations = await Relations.open(copy.owner, snapshot)
    const judge = new Judge(snapshot, relations, rates)
    const done: RehearsedStatement[] = []
    const total = migrations.reduce((sum, { statements }) => sum + statements.length, 0)
    const parsed = migrations.map(({ statements }) => statements.map(({ sql }) => treeOf(sql)))
    const all = known(parsed.flat())
    for (const [i, { file, statements, transaction }] of migrations.entries()) {
      const trees = parsed[i] ?? []
      const implicit = transaction === 'message' && statements.length > 1
      if (transaction === 'whole') await stage.begin()
      for (const [at, statement] of statements.entries()) {
        const tree = trees[at] ?? null
        // After a `commit` of the file's own, the rest of the message is a transaction again.
        if (implicit && !stage.inTransaction && !beginsTransaction(tree)) await stage.begin()
        const performed = await perform(stage, statement, tree)
        const around = {
          file: statement.file ?? file,
          all,
          earlier: () => known(trees.slice(0, at)),
          later: () => known(trees.slice(at + 1)),
          wrapped: transaction === 'whole' || implicit,
        }
        done.push(judge.judge(around, statement, tree, performed))
        if (mayRename(tree)) await relations.refresh()
        if (done.length % often === 0) onProgress(done.length / total)
      }
      await stage.commit()
      await relations.refresh()
    }
    return done
  } finally {
    await stage.close()
  }
}

/** Null where pgwright's parser does not know it: it may be of a newer major. */
function treeOf(sql: string): Node | null {
  const [tree, ...others] = tryParse(sql) ?? []
  return others.length === 0 ? (tree ?? null) : null
}

function known(trees: readonly (Node | null)[]): Node[] {
  return trees.filter((tree) => tree !== null)
}

function beginsTransaction(tree: Node | null): boolean {
  return (
    tree !== null &&
    'TransactionStmt' in tree &&
    ['TRANS_STMT_BEGIN', 'TRANS_STMT_START'].includes(tree.TransactionStmt.kind ?? '')
  )
}

async function perform(stage: Stage, statement: MigrationStatement, tree: Node | null): Promise<Performed> {
  const { sql, filled = sql, notRehearsed } = statement
  if (notRehearsed === undefined) return stage.perform(filled, tree)
  return { refusal: null, effects: noEffects, heldBefore: [], inTransaction: stage.inTransaction, skipped: false }
}

/** Whatever runs text of its own may. */
function mayRename(tree: Node | null): boolean {
  if (tree === null) return true
  return ['RenameStmt', 'AlterObjectSchemaStmt', 'DropStmt', 'TransactionStmt', 'DoStmt', 'CallStmt'].some(
    (kind) => kind in tree,
  )
}
