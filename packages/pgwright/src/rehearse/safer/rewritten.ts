import type { RehearsedStatement } from '../../model/index.ts'
import { deparse, tryParse } from '../../sql/index.ts'
import type { Migration, MigrationStatement } from '../migration.ts'

/**
 * Rehearses the migrations with each statement in its safer form, and writes into the forms what became of them.
 *
 * @param statements of the migrations as they are, in order
 */
export async function withSaferForms(
  migrations: readonly Migration[],
  statements: readonly RehearsedStatement[],
  rehearse: (rewritten: readonly Migration[]) => Promise<readonly RehearsedStatement[]>,
): Promise<RehearsedStatement[]> {
  if (statements.every(({ saferForm }) => saferForm === undefined)) return [...statements]
  const rewritten = rewrite(migrations, statements)
  const performed = await rehearse(rewritten.map(({ migration }) => migration))
  let at = 0
  const counts = rewritten.flatMap(({ counts }) => counts)
  return statements.map((statement, i) => {
    const { saferForm } = statement
    const own = performed.slice(at, at + (counts[i] ?? 1))
    at += own.length
    if (saferForm === undefined) return statement
    const error = own.find(({ ok }) => !ok)?.error?.message ?? null
    const left = own.flatMap(({ findings }) => findings).find(({ severity }) => severity === 'error')?.message ?? null
    return { ...statement, saferForm: { ...saferForm, error: error ?? left } }
  })
}

/** A migration with statements in their safer forms, and how many stand in each one's place. */
interface Rewritten {
  readonly migration: Migration
  readonly counts: readonly number[]
}

/** A file with a safer form has no transaction of its own: its statements may not stand in one together. */
function rewrite(migrations: readonly Migration[], statements: readonly RehearsedStatement[]): Rewritten[] {
  let at = 0
  return migrations.map((migration) => {
    const own = migration.statements.map((statement) => ({ statement, saferForm: statements[at++]?.saferForm }))
    if (own.every(({ saferForm }) => saferForm === undefined)) return { migration, counts: own.map(() => 1) }
    const places = own.map(({ statement, saferForm }) =>
      saferForm === undefined ? alone(statement) : saferForm.sql.map((sql) => inPlaceOf(statement, sql)),
    )
    return {
      migration: { ...migration, transaction: 'each', statements: places.flat() },
      counts: places.map(({ length }) => length),
    }
  })
}

/** Without what is to be run instead of the statement as it was. */
function inPlaceOf({ filled: _, notRehearsed: __, ...statement }: MigrationStatement, sql: string): MigrationStatement {
  return { ...statement, sql }
}

/** A statement as it is to be where no transaction is open around it. */
function alone(statement: MigrationStatement): MigrationStatement[] {
  const [tree] = tryParse(statement.sql) ?? []
  if (tree === undefined) return [statement]
  if ('TransactionStmt' in tree || 'LockStmt' in tree) return []
  if ('VariableSetStmt' in tree && tree.VariableSetStmt.is_local === true) {
    const sql = deparse({ VariableSetStmt: { ...tree.VariableSetStmt, is_local: false } })
    return [{ ...statement, sql }]
  }
  return [statement]
}
