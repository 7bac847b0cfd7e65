import { randomBytes } from 'node:crypto'
import { readdir, readlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../../../test/scratch.ts'
import { linesOf, textOf, wholeOf } from './text-file.ts'

const folder = scratchFolder()
const long = 'ä'.repeat(3_000_000)

const write = async (name: string, text: string | Buffer) => {
  await writeFile(path.join(folder, name), text)
  return path.join(folder, name)
}

async function isOpen(file: string): Promise<boolean> {
  const open = await readdir('/proc/self/fd')
  const names = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  return names.includes(file)
}

test.each([
  ['plain', (text: string) => Buffer.from(text)],
  ['packed', (text: string) => gzipSync(text)],
])('a %s file is read in portions, and lines have no ends', async (name, packed) => {
  const file = await write(name, packed(`\u{FEFF}a\r\n\n${long}\nb`))
  const lines: string[] = []
  for await (const portion of linesOf(textOf(file))) lines.push(...portion)
  expect(lines).toEqual(['a', '', long, 'b'])
  expect(await wholeOf(textOf(file))).toBe(`a\n\n${long}\nb`)
})

test('a line that is longer than any statement is cut', async () => {
  const file = await write('long', `${'x'.repeat(20_000_000)}\ny`)
  const lengths: number[] = []
  for await (const portion of linesOf(textOf(file))) lengths.push(...portion.map(({ length }) => length))
  expect(lengths).toEqual([expect.any(Number), 1])
  expect(lengths[0]).toBeLessThan(18_000_000)
})

test.runIf(process.platform === 'linux')('a file is closed where its reader stops early or it is damaged', async () => {
  const packed = gzipSync(randomBytes(3_000_000))
  const whole = await write('whole.gz', packed)
  for await (const _ of textOf(whole)) break
  const damaged = await write('damaged.gz', Buffer.concat([packed.subarray(0, 2000), Buffer.alloc(5_000_000, 0xff)]))
  await expect(wholeOf(textOf(damaged))).rejects.toMatchObject({ code: 'bad-file' })
  await expect.poll(async () => [await isOpen(whole), await isOpen(damaged)]).toEqual([false, false])
})
