import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { parseTarget } from './target.ts'

const home = scratchFolder()
const env = { HOME: home }

test('a text wins over its service, the service over the environment', () => {
  writeFileSync(join(home, '.pg_service.conf'), '[shop]\nhost=service\nuser=service\n')
  const given = { ...env, PGHOST: 'environment', PGUSER: 'environment', PGPORT: '5433' }
  expect(parseTarget('service=shop user=text dbname=d', given).describe).toBe('text@service:5433/d')
})

test('without a text it is DATABASE_URL, then the PG* variables', () => {
  const given = { ...env, PGHOST: 'h', PGUSER: 'u' }
  expect(parseTarget(undefined, { ...given, DATABASE_URL: 'postgres://v@i/d' }).describe).toBe('v@i:5432/d')
  expect(parseTarget(undefined, given).describe).toBe('u@h:5432/u')
  expect(parseTarget(undefined, { ...env, PGHOST: 'h' }).describe).toContain(`${userInfo().username}@h:`)
})

test.each([
  ['no text and no variable', undefined],
  ['an empty text, though there are variables', ''],
])('%s is an error that says what is accepted', (_, text) => {
  const given = text === undefined ? env : { ...env, PGHOST: 'h', DATABASE_URL: 'postgres://h/d' }
  const error = { code: 'usage', hint: expect.stringContaining('postgresql://user@host:5432/database') }
  expect(() => parseTarget(text, given)).toThrow(expect.objectContaining(error))
})

test.each(['port=x', 'port=0', 'port=70000'])('%s is refused', (text) => {
  expect(() => parseTarget(`host=h ${text}`, env)).toThrow(/not a port number/)
})

test('several hosts are refused', () => {
  expect(() => parseTarget('host=a,b', env)).toThrow(/Several hosts/)
})

test('a target does not show its password', () => {
  const target = parseTarget('postgres://u:secret@h/d', env)
  expect(inspect(target, { depth: null, showHidden: true }) + JSON.stringify(target)).not.toContain('secret')
})

test('an IPv6 address is described in brackets', () => {
  expect(parseTarget('postgres://u@[::1]/d', env).describe).toBe('u@[::1]:5432/d')
})

test("the password is that of the text, of PGPASSWORD, or the password file's", async () => {
  writeFileSync(join(home, '.pgpass'), 'h:5432:d:u:filed', { mode: 0o600 })
  const passwordOf = (text: string, more = {}) => {
    const { password } = parseTarget(text, { ...env, ...more }).config
    return typeof password === 'function' ? password() : password
  }
  expect(passwordOf('postgres://u:given@h/d', { PGPASSWORD: 'set' })).toBe('given')
  expect(passwordOf('postgres://u@h/d', { PGPASSWORD: 'set' })).toBe('set')
  expect(passwordOf('postgres://u@h/d')).toBe('filed')
  expect(() => passwordOf('postgres://u@other/d')).toThrow(/wants a password for u, and none was given/)
})
