import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { type Login, passwordFromFile } from './password-file.ts'

const home = scratchFolder()
const login: Login = { host: 'h', port: 5432, database: 'd', user: 'u' }

function lookUp(text: string, wanted: Partial<Login> = {}): string | undefined {
  writeFileSync(join(home, '.pgpass'), text, { mode: 0o600 })
  return passwordFromFile({ ...login, ...wanted }, undefined, { HOME: home })
}

test('the first line that fits gives the password', () => {
  expect(lookUp('#h:5432:d:u:no\nh:5433:d:u:no\n*:*:d:u:first\nh:5432:d:u:second\n')).toBe('first')
})

test('no line that fits gives none, nor does a missing file', () => {
  expect(lookUp('h:5432:d:someone:p\nh:5432:d\n\n')).toBeUndefined()
  expect(passwordFromFile(login, join(home, 'missing'), {})).toBeUndefined()
})

test('a backslash takes a colon or a backslash into a field', () => {
  const database = 'a:\\b'
  expect(lookUp('h:5432:a\\:\\\\b:u:p\\:\\\\w\r\n', { database })).toBe('p:\\w')
})

test('a socket in the usual folder is localhost, any other is its folder', () => {
  expect(lookUp('localhost:*:*:*:p', { host: '/tmp' })).toBe('p')
  expect(lookUp('/run/mine:*:*:*:p', { host: '/run/mine' })).toBe('p')
})

test('a file that others may read is refused', () => {
  const file = join(home, 'open')
  writeFileSync(file, '*:*:*:*:secret')
  chmodSync(file, 0o644)
  const error = { code: 'usage', message: expect.stringContaining(file), hint: `Run chmod 600 ${file}.` }
  expect(() => passwordFromFile(login, file, {})).toThrow(expect.objectContaining(error))
})
