import { readFile } from 'node:fs/promises'
import { badMigration, unreadable } from './bad-migration.ts'

/**
 * The text of a file, without a byte order mark.
 *
 * @throws PgwrightError `usage` where it can't be opened, `bad-file` where it is no text in UTF-8
 */
export async function migrationText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause) => {
    throw unreadable(file, cause)
  })
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw badMigration(file, null, 'it is in UTF-16', 'Save it in UTF-8.')
  if (bytes.includes(0)) throw badMigration(file, null, 'it is no text')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badMigration(file, null, 'it is no text in UTF-8', 'Save it in UTF-8.')
  }
}
