import { badMigration } from './bad-migration.ts'

/**
 * Files of which each has a version of its own.
 *
 * @param versionOf null for a file that has none
 * @throws PgwrightError `bad-file` naming both files, where two have the same
 */
export function requireOwnVersions(
  folder: string,
  files: readonly string[],
  versionOf: (file: string) => string | null,
): void {
  const known = new Map<string, string>()
  for (const file of files) {
    const version = versionOf(file)
    if (version === null) continue
    const other = known.get(version)
    if (other !== undefined) {
      const hint = 'Give one of them a version of its own.'
      throw badMigration(folder, null, `${other} and ${file} have the same version, ${version}`, hint)
    }
    known.set(version, file)
  }
}

/** The number that a name begins with, without zeros before it; null for a date with dashes, and where there is none. */
export function leadingVersion(file: string): string | null {
  const digits = /^(\d+)(?:[_-]+\D|\.)/.exec(file)?.[1]
  return digits === undefined ? null : BigInt(digits).toString()
}
