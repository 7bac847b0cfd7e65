import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PgwrightError } from '../model/index.ts'
import type { ExportedFile } from './tool.ts'

export interface WrittenFile {
  readonly path: string
  /** `unchanged`: it was there already, word for word, or is left to the tool. */
  readonly state: 'written' | 'unchanged'
}

/**
 * Writes all files, or none where one is there with another text.
 *
 * @throws PgwrightError `usage`
 */
export async function writeFiles(
  folder: string,
  files: readonly ExportedFile[],
  { force }: { readonly force: boolean },
): Promise<WrittenFile[]> {
  const states = await Promise.all(files.map((file) => stateOf(folder, file)))
  const other = files.find(({ ifOther }, i) => states[i] === 'other' && ifOther === 'refuse')
  if (other !== undefined && !force) throw isThere(path.join(folder, other.path))
  const written: WrittenFile[] = []
  for (const [i, { path: name, text, ifOther }] of files.entries()) {
    const keeps = states[i] === 'same' || (states[i] === 'other' && ifOther === 'keep')
    if (!keeps) await write(path.join(folder, name), text)
    written.push({ path: name, state: keeps ? 'unchanged' : 'written' })
  }
  return written
}

async function stateOf(folder: string, { path: name, text }: ExportedFile): Promise<'absent' | 'same' | 'other'> {
  const full = path.join(folder, name)
  try {
    return (await readFile(full, 'utf8')) === text ? 'same' : 'other'
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 'absent'
    throw unwritable(full, cause)
  }
}

async function write(full: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(full), { recursive: true })
    await writeFile(full, text)
  } catch (cause) {
    throw unwritable(full, cause)
  }
}

function isThere(full: string): PgwrightError {
  return new PgwrightError(
    'usage',
    `The file ${full} is there and differs from what would be written, so nothing was written.`,
    'Look at what was changed in it; give another folder with --out, or overwrite it with --force.',
  )
}

function unwritable(full: string, cause: unknown): PgwrightError {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException
  return new PgwrightError(
    code === 'ENOSPC' ? 'resources' : 'usage',
    `The file ${full} can't be written (${code}).`,
    'Give a folder that you may write to with --out.',
    { cause },
  )
}
