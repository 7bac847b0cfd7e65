import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { readService } from './service-file.ts'

const home = scratchFolder()
const system = join(home, 'system')
mkdirSync(system)
writeFileSync(join(home, '.pg_service.conf'), '# mine\n[shop]\nhost=h\n  dbname=my db  \n\n[other]\nhost=o\n')
writeFileSync(join(system, 'pg_service.conf'), '[shop]\nhost=never\n[common]\r\nport=5433\r\n')
const env = { HOME: home, PGSYSCONFDIR: system }

test("a service is looked up in the user's file", () => {
  expect(readService('shop', env)).toEqual({ host: 'h', dbname: 'my db' })
})

test("a service that the user's file lacks is looked up in the system's", () => {
  expect(readService('common', env)).toEqual({ port: '5433' })
})

test('PGSERVICEFILE takes the place of the file in the home folder', () => {
  writeFileSync(join(home, 'elsewhere'), '[shop]\nuser=u')
  expect(readService('shop', { ...env, PGSERVICEFILE: join(home, 'elsewhere') })).toEqual({ user: 'u' })
})

test('an unknown service is an error that says where it was looked for', () => {
  const error = { code: 'usage', message: expect.stringContaining(join(home, '.pg_service.conf')) }
  expect(() => readService('nowhere', env)).toThrow(expect.objectContaining(error))
})
