import { PgwrightError } from '../model/index.ts'
import { commandSource, type MigrationSource, readMigrations } from '../rehearse/index.ts'

/**
 * Where migrations come from: files and folders, or what stands after `--`, a command that runs them.
 *
 * @param operands of the command line, in which those after `--` are the last
 * @param argv the command line itself, for operands no longer tell where `--` stood
 */
export async function migrationSources(
  operands: readonly string[],
  argv: readonly string[],
): Promise<MigrationSource[]> {
  const at = argv.indexOf('--')
  const command = at === -1 ? [] : argv.slice(at + 1)
  const paths = operands.slice(0, operands.length - command.length)
  if (command.length > 0) return [commandSource(command, paths)]
  if (paths.length === 0) {
    const hint = 'Give files or folders, or after `--` the command that runs them.'
    throw new PgwrightError('usage', 'No migration was given.', hint)
  }
  const sources = []
  for (const path of paths) sources.push(await readMigrations(path))
  return sources
}
