import {
  closeSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs'
import { blockSize } from './btree-page.ts'

// Calls that block: each takes some microseconds, a promise for each several times that, and there are thousands.

/** A relation's file is cut into segments of 1 GiB: `16384`, `16384.1`, … */
const segmentBlocks = 131_072

/** Bytes, and where in the relation's first segment they belong. */
export interface Patch {
  readonly bytes: Buffer
  readonly offset: number
}

/**
 * Makes a relation's file `blocks` long, and writes what is given into it. What is added besides is a hole: it reads as
 * zero pages, which are valid new pages, and takes no space on disk.
 */
export function lengthen(file: string, blocks: number, patches: readonly Patch[] = []): void {
  withFile(file, 'r+', (handle) => {
    for (const { bytes, offset } of patches) writeSync(handle, bytes, 0, bytes.length, offset)
    growTo(handle, Math.min(blocks, segmentBlocks))
  })
  for (let segment = 1, left = blocks - segmentBlocks; left > 0; segment++, left -= segmentBlocks) {
    if (segment > 1 && left >= segmentBlocks && linkSegment(file, segment)) continue
    withFile(`${file}.${segment}`, 'a', (handle) => {
      ownLike(handle, file)
      growTo(handle, Math.min(left, segmentBlocks))
    })
  }
}

function growTo(handle: number, blocks: number): void {
  const sizeBytes = blocks * blockSize
  if (fstatSync(handle).size < sizeBytes) ftruncateSync(handle, sizeBytes)
}

/**
 * Full segments are all the same hole, so they are one file under many names: a table of a terabyte has a thousand of
 * them, and a name costs half as much as a file. False where the segment is there already, or can't be such a name.
 */
function linkSegment(file: string, segment: number): boolean {
  try {
    linkSync(`${file}.1`, `${file}.${segment}`)
    return true
  } catch {
    return false
  }
}

/** Makes the file empty, so that `CREATE INDEX` has nothing to scan. Segments beyond the first are left alone. */
export function empty(file: string): void {
  withFile(file, 'r+', (handle) => ftruncateSync(handle, 0))
}

export function readBytes(file: string, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  withFile(file, 'r', (handle) => readSync(handle, bytes, 0, length, offset))
  return bytes
}

/** Makes another file for a relation's (its map of visible pages), in place of what was there. */
export function writeBeside(file: string, suffix: string, bytes: Buffer): void {
  withFile(`${file}${suffix}`, 'w', (handle) => {
    ownLike(handle, file)
    // What is zero at the end is left to be a hole.
    writeSync(handle, bytes, 0, bytes.findLastIndex((byte) => byte !== 0) + 1)
    ftruncateSync(handle, bytes.length)
  })
}

function withFile(file: string, flags: string, work: (handle: number) => void): void {
  const handle = openSync(file, flags, 0o600)
  try {
    work(handle)
  } finally {
    closeSync(handle)
  }
}

/** As root we make files that the server, an unprivileged user, must be able to open. */
function ownLike(handle: number, file: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(file)
  fchownSync(handle, uid, gid)
}
