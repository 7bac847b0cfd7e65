import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blockSize, levelPages, metaRoot, metaRootOffset } from './btree-page.ts'
import { empty, lengthen } from './relation-file.ts'

const gibibyte = 1024 ** 3

let file: string
beforeEach(async () => {
  file = path.join(await mkdtemp(path.join(tmpdir(), 'relation-')), '16384')
  await writeFile(file, '')
})
afterEach(() => rm(path.dirname(file), { recursive: true }))

test('a relation of more than a gibibyte is cut into segments, and none of it takes space on disk', async () => {
  lengthen(file, 2 * 131_072 + 3)
  const segments = await Promise.all([file, `${file}.1`, `${file}.2`].map((segment) => stat(segment)))
  expect(segments.map(({ size }) => size)).toEqual([gibibyte, gibibyte, 3 * 8192])
  expect(segments.every(({ blocks }) => blocks * 512 < 100_000)).toBe(true)
})

test('a relation of many gibibytes grows on from where it ended', async () => {
  lengthen(file, 5 * 131_072 + 1)
  lengthen(file, 7 * 131_072 + 2)
  const segments = await Promise.all([1, 2, 5, 6, 7].map((segment) => stat(`${file}.${segment}`)))
  expect(segments.map(({ size }) => size)).toEqual([gibibyte, gibibyte, gibibyte, gibibyte, 2 * 8192])
})

test('a relation that is emptied and lengthened again is as long as before', async () => {
  lengthen(file, 131_072 + 1)
  empty(file)
  expect((await stat(file)).size).toBe(0)
  lengthen(file, 131_072 + 1)
  expect((await stat(file)).size).toBe(gibibyte)
  expect((await stat(`${file}.1`)).size).toBe(8192)
})

test('a relation is never shortened by being lengthened', async () => {
  lengthen(file, 5)
  lengthen(file, 2)
  expect((await stat(file)).size).toBe(5 * 8192)
})

test('a tree of some height has a metapage that says so and a page for each level', async () => {
  lengthen(file, 1, [
    { bytes: metaRoot(2), offset: metaRootOffset },
    { bytes: levelPages(2), offset: blockSize },
  ])
  const bytes = await readFile(file)
  expect(bytes.length).toBe(4 * 8192)
  expect([bytes.readUInt32LE(32), bytes.readUInt32LE(36)]).toEqual([1, 2])
  expect([1, 2, 3].map((block) => bytes.readUInt32LE(block * 8192 + 8184))).toEqual([2, 1, 0])
})
