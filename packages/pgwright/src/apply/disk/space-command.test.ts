import { expect, test } from 'vitest'
import { runSpaceCommand } from './space-command.ts'

test('free bytes are read from the last line of what the command writes', async () => {
  expect(await runSpaceCommand(`printf '     Avail\\n 123456789012\\n\\n'; echo warned >&2`, undefined)).toBe(
    123_456_789_012,
  )
})

test.each([
  ['fails', `echo 'postgres://me:hush@db is away' >&2; exit 3`, 'failed with exit code 3 (postgres://db is away)'],
  ['is not there', 'no_such_command_at_all', 'failed with exit code 127'],
  ['writes nothing', 'true', 'wrote nothing'],
  ['writes no number', 'echo 12G', 'the line "12G", which is no number of bytes'],
  ['takes too long', 'sleep 60 | cat', 'took longer than 0.3 s'],
])('a command that %s is told so', async (_, command, what) => {
  await expect(runSpaceCommand(command, undefined, 300)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(what),
    hint: expect.stringContaining('--output=avail -B1'),
  })
})

test('a command is ended when the run is stopped', async () => {
  const stop = new AbortController()
  const asked = runSpaceCommand('sleep 60 | cat', stop.signal)
  stop.abort()
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
})
