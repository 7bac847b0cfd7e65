import { type FileHandle, open, stat } from 'node:fs/promises'
import { blockSize, levelPages, metaRoot, metaRootOffset } from './btree-page.ts'

/** A relation's file is cut into segments of 1 GiB: `16384`, `16384.1`, … */
const segmentBlocks = 131_072

/**
 * Makes a relation's file `blocks` long. What is added is a hole: it reads as zero pages, which are valid new pages,
 * and takes no space on disk.
 */
export async function lengthen(file: string, blocks: number): Promise<void> {
  const owner = await stat(file)
  for (let segment = 0, left = blocks; left > 0; segment++, left -= segmentBlocks) {
    const sizeBytes = Math.min(left, segmentBlocks) * blockSize
    await withFile(segment === 0 ? file : `${file}.${segment}`, 'a', async (handle) => {
      if (segment > 0) await chownLike(handle, owner)
      if ((await handle.stat()).size < sizeBytes) await handle.truncate(sizeBytes)
    })
  }
}

/** Makes the file empty, so that `CREATE INDEX` has nothing to scan. Segments beyond the first are left alone. */
export async function empty(file: string): Promise<void> {
  await withFile(file, 'r+', (handle) => handle.truncate(0))
}

/** Gives an empty B-tree the height that it would have with its rows, which the planner reads and charges for. */
export async function setTreeHeight(file: string, height: number): Promise<void> {
  await withFile(file, 'r+', async (handle) => {
    await handle.write(metaRoot(height), 0, 16, metaRootOffset)
    const pages = levelPages(height)
    await handle.write(pages, 0, pages.length, blockSize)
  })
}

async function withFile(file: string, flags: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, flags, 0o600)
  try {
    await work(handle)
  } finally {
    await handle.close()
  }
}

/** As root we make files that the server, an unprivileged user, must be able to open. */
async function chownLike(handle: FileHandle, owner: { uid: number; gid: number }): Promise<void> {
  if (process.getuid?.() === 0) await handle.chown(owner.uid, owner.gid)
}
