import { readFile, stat } from 'node:fs/promises'
import type { ClientBase } from 'pg'
import { PgwrightError, type Snapshot } from '../model/index.ts'
import { observe, readSnapshot } from '../observe/index.ts'
import { parseTarget, requireSupported, withReader } from '../postgres/index.ts'

/**
 * A snapshot of `<source>`: the file of one, or the database that a URL names.
 *
 * @throws PgwrightError `bad-file`, `usage`, or for whatever keeps the database from being read
 */
export async function snapshotOf(source: string | undefined): Promise<Snapshot> {
  const file = await fileOf(source)
  if (file !== null) return readSnapshot(await readText(file))
  return withReader(parseTarget(source), async (client) => {
    await requireSupported(client)
    return observe(client)
  })
}

/** The file that a source is; null for a URL, and for what is none. */
export async function fileOf(source: string | undefined): Promise<string | null> {
  if (source === undefined) return null
  return stat(source).then(
    (found) => (found.isFile() ? source : null),
    () => null,
  )
}

/** @throws PgwrightError `usage` where the file can't be read */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    const hint = 'Give the name of a file that exists, that you may read, and that is no larger than 500 MB.'
    throw new PgwrightError('usage', `The file ${file} can't be read (${reason}).`, hint, { cause })
  }
}

/**
 * Does something in a read-only transaction on the database that a source names.
 *
 * @returns null where the source is a file
 */
export async function onDatabase<Result>(
  source: string | undefined,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result | null> {
  if ((await fileOf(source)) !== null) return null
  return withReader(parseTarget(source), work)
}
