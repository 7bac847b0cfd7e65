import path from 'node:path'
import type { MigrationSource } from '../read/migration-source.ts'
import { recordProgram } from './record.ts'

/**
 * The migrations that a command of the user's runs: it must take its database from `DATABASE_URL` or the `PG*`
 * variables.
 *
 * @param command with its arguments
 * @param folders of its migrations, where lines are looked for
 */
export function commandSource(command: readonly string[], folders: readonly string[]): MigrationSource {
  const [program = '', ...args] = command
  // Options can hold passwords.
  const words = args.filter((word) => /^[\w./:-]+$/.test(word) && !word.startsWith('-') && !word.includes('://'))
  const name = [path.basename(program), ...words].slice(0, 3).join(' ')
  return {
    path: name,
    tool: path.basename(program),
    load: (context) => recordProgram(name, { command: program, args, folder: process.cwd() }, folders, context),
  }
}
