import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Sectors that `stat` counts, whatever the file system's blocks are. */
const sectorBytes = 512

/** What a folder's files take on disk: holes, of which a twin's relations are made, take nothing. */
export function allocatedBytes(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? allocatedBytes(path) : sectors(path) * sectorBytes)
  }, 0)
}

/** The server may remove a file while we look. */
function sectors(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.blocks ?? 0
}
