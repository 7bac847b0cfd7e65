import { once } from 'node:events'
import { createReadStream, type ReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { PgwrightError } from '../../../model/index.ts'

/** A longer line is cut: no statement that is worth planning is as long. */
const longestLine = 16 * 1024 * 1024

/** In bytes. Small ones would make of a long line many texts, each with all of the one before. */
const portionSize = 1024 * 1024

/**
 * The text of a file, in portions as they come from the disk. Compressed files (gzip) are unpacked; bytes that are no
 * UTF-8 become U+FFFD; a byte order mark goes.
 *
 * @throws PgwrightError `usage` where the file can't be read, `bad-file` where it can't be unpacked
 */
export async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  for await (const bytes of bytesOf(file)) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

/** The lines of a text without their ends, in portions, so that a file of any size takes little memory. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = ''
  for await (const portion of text) {
    const lines = (rest + portion).split('\n')
    rest = (lines.pop() ?? '').slice(0, longestLine)
    yield lines.map(withoutReturn)
  }
  if (rest !== '') yield [withoutReturn(rest)]
}

/** A text in one piece, for what can't be read line by line. */
export async function wholeOf(text: AsyncIterable<string>): Promise<string> {
  const portions: string[] = []
  for await (const portion of text) portions.push(portion)
  return portions.join('').replaceAll('\r\n', '\n')
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { highWaterMark: portionSize })
  try {
    // Whichever of the two ends early, the reader's loop or the archive, the other is closed with it.
    yield* (await isPacked(stream)) ? pipeline(stream, createGunzip({ chunkSize: portionSize }), () => {}) : stream
  } catch (cause) {
    throw readError(file, cause)
  }
}

async function isPacked(stream: ReadStream): Promise<boolean> {
  await once(stream, 'readable')
  const first: Buffer | null = stream.read()
  if (first === null) return false
  stream.unshift(first)
  return first[0] === 0x1f && first[1] === 0x8b
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
