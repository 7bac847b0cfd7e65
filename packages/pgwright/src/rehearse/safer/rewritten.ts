import type { RehearsedStatement } from '../../model/index.ts'
import type { Migration } from '../migration.ts'

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
  const performed = await rehearse(rewrite(migrations, statements))
  let at = 0
  return statements.map((statement) => {
    const { saferForm } = statement
    const own = performed.slice(at, at + (saferForm?.sql.length ?? 1))
    at += own.length
    if (saferForm === undefined) return statement
    const error = own.find(({ ok }) => !ok)?.error?.message ?? null
    const left = own.flatMap(({ findings }) => findings).find(({ severity }) => severity === 'error')?.message ?? null
    return { ...statement, saferForm: { ...saferForm, error: error ?? left } }
  })
}

/** Migrations with statements in their safer forms, which may not stand in one transaction with others. */
export function rewrite(migrations: readonly Migration[], statements: readonly RehearsedStatement[]): Migration[] {
  let at = 0
  return migrations.map((migration) => {
    const own = migration.statements.map((statement) => ({ statement, saferForm: statements[at++]?.saferForm }))
    if (own.every(({ saferForm }) => saferForm === undefined)) return migration
    return {
      ...migration,
      transaction: 'each',
      statements: own.flatMap(({ statement, saferForm }) =>
        saferForm === undefined
          ? [statement]
          : saferForm.sql.map((sql) => ({
              ...(statement.file !== undefined && { file: statement.file }),
              line: statement.line,
              sql,
            })),
      ),
    }
  })
}
