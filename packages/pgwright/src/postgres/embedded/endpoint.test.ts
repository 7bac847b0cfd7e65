import { expect, test } from 'vitest'
import { chooseEndpoint, isSocket } from './endpoint.ts'

test.each([
  ['of a usual length', '/home/me/.cache/pgwright/servers/server-1', true],
  ['too long for a socket', `/${'long'.repeat(25)}`, false],
  ['with a comma, which separates hosts', '/home/me,you', false],
])('a folder %s', async (_, folder, socket) => {
  expect(isSocket(await chooseEndpoint(folder, 'socket'))).toBe(socket)
})
