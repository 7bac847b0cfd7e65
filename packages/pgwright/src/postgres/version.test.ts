import { expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { requireSupported, supportedMajor } from './version.ts'

test('the major version of a server is told', async () => {
  const { client } = await createDatabase()
  expect(await requireSupported(client)).toBe(18)
})

test('14 is old enough, 13 is too old', () => {
  expect(supportedMajor(140_000)).toBe(14)
  expect(() => supportedMajor(130_022)).toThrow(
    expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('PostgreSQL 13') }),
  )
})
