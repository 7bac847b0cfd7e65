import path from 'node:path'
import type { Migration } from '../../migration.ts'
import type { FoundMigration } from './tool.ts'

/** All that is pending as one, for tools that run it in one transaction. */
export function inOneTransaction(pending: readonly FoundMigration[]): Migration[] {
  const [first] = pending
  if (first === undefined) return []
  const statements = pending.flatMap(({ file, statements }) => statements.map((statement) => ({ file, ...statement })))
  return [{ file: path.dirname(first.file), statements, transaction: 'whole' }]
}
