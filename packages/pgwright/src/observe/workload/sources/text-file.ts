import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { PgwrightError } from '../../../model/index.ts'

/** A longer line is cut: no statement that is worth planning is as long. */
const longestLine = 16 * 1024 * 1024

/**
 * The lines of a file without their ends, in portions as they come from the disk, so that a file of any size takes little
 * memory. Compressed files (gzip) are unpacked; bytes that are no UTF-8 become U+FFFD; a byte order mark goes.
 *
 * @throws PgwrightError `usage` where the file can't be read, `bad-file` where it can't be unpacked
 */
export async function* linesOf(file: string): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const bytes of bytesOf(file)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = (lines.pop() ?? '').slice(0, longestLine)
    yield lines.map(withoutReturn)
  }
  rest += decoder.decode()
  if (rest !== '') yield [withoutReturn(rest)]
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 1024 * 1024 })
  let gunzip: ReturnType<typeof createGunzip> | null = null
  try {
    const portions = stream[Symbol.asyncIterator]()
    const first = await portions.next()
    if (first.done === true) return
    const again = chained(first.value, portions)
    if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
      yield* again
      return
    }
    gunzip = createGunzip()
    yield* unpacked(again, gunzip)
  } catch (cause) {
    throw readError(file, cause)
  } finally {
    gunzip?.destroy()
  }
}

async function* chained(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

async function* unpacked(packed: AsyncIterable<Buffer>, gunzip: ReturnType<typeof createGunzip>) {
  const writing = (async () => {
    for await (const portion of packed) {
      if (!gunzip.write(portion)) await new Promise((resolve) => gunzip.once('drain', resolve))
    }
    gunzip.end()
  })().catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))))
  for await (const portion of gunzip) yield portion as Buffer
  await writing
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function readError(file: string, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  if (code === undefined) return cause
  if (code.startsWith('Z_')) {
    const message = `The file ${file} can't be used: it is compressed, and damaged or cut off.`
    return new PgwrightError('bad-file', message, 'Compress it again, or leave it out.', { cause })
  }
  const hint = 'Give files or folders that exist and that you may read.'
  return new PgwrightError('usage', `The queries ${file} can't be read (${code}).`, hint, { cause })
}
