import { statfs } from 'node:fs/promises'
import { PgwrightError } from '../../model/index.ts'

/** A new server takes some 40 MB; with less than this it would not get far. */
const leastBytes = 64 * 1024 * 1024

/** @throws PgwrightError `resources` when too little is free where `folder` lies. */
export async function requireSpace(folder: string, wantedBytes = leastBytes): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  if (freeBytes < leastBytes) throw fullDisk()
  if (freeBytes >= wantedBytes) return
  throw new PgwrightError(
    'resources',
    `About ${gigabytes(wantedBytes)} of disk are needed, and ${gigabytes(freeBytes)} are free in ${folder}.`,
    'Free some space, choose a smaller scale, or set PGWRIGHT_HOME to a folder on another disk.',
  )
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

/** A full disk, or a spent quota, in the terms of the user; undefined for any other error. */
export function fullDiskError(error: unknown): PgwrightError | undefined {
  const { code = '' } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' ? fullDisk(error) : undefined
}

export function fullDisk(cause?: unknown): PgwrightError {
  return new PgwrightError(
    'resources',
    'The disk is full, so the embedded PostgreSQL could not be set up.',
    'Free some space, or set PGWRIGHT_HOME to a folder on another disk.',
    { cause },
  )
}
