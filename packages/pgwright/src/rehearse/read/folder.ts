import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { unreadable } from './bad-migration.ts'

/** What lies in a folder, each in natural order: `2_x` before `10_x`. */
export interface Folder {
  readonly path: string
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

const collator = new Intl.Collator('en', { numeric: true })

/** Compares names as people number them, and those that are alike but for their case by code. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1)
}

/** @throws PgwrightError `usage` where it can't be read */
export async function openFolder(folder: string): Promise<Folder> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    throw unreadable(folder, cause)
  })
  const named = (wanted: boolean) =>
    entries
      .filter((entry) => entry.isDirectory() === wanted && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort(naturalOrder)
  return { path: folder, files: named(false), folders: named(true) }
}

/** @throws PgwrightError `usage` where there is nothing */
export async function isFolder(given: string): Promise<boolean> {
  const found = await stat(given).catch((cause) => {
    throw unreadable(given, cause)
  })
  return found.isDirectory()
}

/** Whether a file of this name lies in the folder or above it, as a project's own does. */
export async function liesAbove(folder: string, name: string): Promise<boolean> {
  const here = path.resolve(folder)
  const found = await stat(path.join(here, name)).then(
    () => true,
    () => false,
  )
  const above = path.dirname(here)
  return found || (above !== here && liesAbove(above, name))
}
