import { PgwrightError } from '../../model/index.ts'

/**
 * @param line on which the fault begins, from 1; null where it is the file's as a whole
 * @param why half a sentence that quotes nothing of the file, which can hold values
 */
export function badMigration(
  file: string,
  line: number | null,
  why: string,
  hint = 'Correct the file, or leave it out.',
): PgwrightError {
  const place = line === null ? file : `${file}:${line}`
  return new PgwrightError('bad-file', `The migration ${place} can't be read: ${why}.`, hint)
}

/** A file or folder that can't be opened. */
export function unreadable(path: string, cause: unknown): PgwrightError {
  const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
  const hint = 'Give files or folders that exist and that you may read.'
  return new PgwrightError('usage', `The migrations ${path} can't be read (${reason}).`, hint, { cause })
}
