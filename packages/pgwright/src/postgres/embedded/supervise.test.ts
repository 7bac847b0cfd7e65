import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../../test/scratch.ts'
import { supervise } from './supervise.ts'
import { serverUser } from './user.ts'

const scratch = scratchFolder()
const identity = serverUser()

async function failure(name: string, command: readonly string[]): Promise<unknown> {
  const folder = join(scratch, name)
  mkdirSync(folder)
  chmodSync(folder, 0o700)
  if (identity) chownSync(folder, identity.uid, identity.gid)
  const error = await supervise({ folder, commands: [command], identity }, false).catch((caught) => caught)
  expect(existsSync(folder)).toBe(false)
  return error
}

test('binaries that this system has no loader for are unsupported', async () => {
  expect(await failure('loader', [join(scratch, 'missing')])).toMatchObject({ code: 'unsupported' })
})

test('the error that a command ends with is told, not what it says afterwards', async () => {
  const script = 'echo "initdb: error: it would not" >&2; echo "initdb: removing contents" >&2; exit 1'
  expect(await failure('error', ['/bin/sh', '-c', script])).toMatchObject({
    code: 'server',
    message: 'The embedded PostgreSQL did not start: it would not.',
  })
})

test("a full disk is told by the C library's words", async () => {
  const script = 'echo "initdb: error: could not write: No space left on device" >&2; exit 1'
  expect(await failure('disk', ['/bin/sh', '-c', script])).toMatchObject({ code: 'resources' })
})
