import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { PgwrightError } from '../../../model/index.ts'

/** The endings of what is read of a folder; a file that is named itself may end in anything. */
const endings = /\.(sql|jsonl|json|csv|log)(\.gz)?$/

/**
 * A file itself; of a folder, the files in it that can be part of a workload, in the order of names.
 *
 * @throws PgwrightError `usage` for a path that can't be read
 */
export async function filesIn(given: string, wanted = endings): Promise<string[]> {
  try {
    if (!(await stat(given)).isDirectory()) return [given]
    const names = (await readdir(given)).filter((name) => wanted.test(name)).sort()
    return names.map((name) => path.join(given, name))
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    const hint = 'Give files or folders that exist and that you may read.'
    throw new PgwrightError('usage', `The queries ${given} can't be read (${reason}).`, hint, { cause })
  }
}

/** @param why half a sentence that quotes nothing of the file, which can hold values */
export function badFile(file: string, why: string): PgwrightError {
  return new PgwrightError('bad-file', `The file ${file} can't be used: ${why}.`, 'Correct the file, or leave it out.')
}
