import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import { encryption } from './tls.ts'

const home = scratchFolder()
const root = join(home, 'root.crt')
writeFileSync(root, 'a certificate')
const env = { HOME: home }

test('disable never encrypts, allow does so last, prefer does so first', () => {
  expect(encryption({ sslmode: 'disable' }, env)).toEqual([false])
  expect(encryption({ sslmode: 'allow' }, env)).toEqual([false, expect.objectContaining({ rejectUnauthorized: false })])
  expect(encryption({}, env)).toEqual([expect.objectContaining({ rejectUnauthorized: false }), false])
})

test('require checks a certificate only where a root certificate is given', () => {
  expect(encryption({ sslmode: 'require' }, env)).toEqual([expect.objectContaining({ rejectUnauthorized: false })])
  expect(encryption({ sslmode: 'require', sslrootcert: root }, env)).toEqual([
    { rejectUnauthorized: true, ca: 'a certificate', checkServerIdentity: expect.any(Function) },
  ])
})

test('verify-full checks the name too', () => {
  expect(encryption({ sslmode: 'verify-full', sslrootcert: root }, env)).toEqual([
    { rejectUnauthorized: true, ca: 'a certificate' },
  ])
})

test("the system's certificates are for verify-full alone", () => {
  expect(encryption({ sslrootcert: 'system' }, env)).toEqual([{ rejectUnauthorized: true }])
})

test('verify-ca needs a root certificate', () => {
  expect(() => encryption({ sslmode: 'verify-ca' }, env)).toThrow(expect.objectContaining({ code: 'usage' }))
})

test('an unknown mode and an unreadable file are refused', () => {
  expect(() => encryption({ sslmode: 'on' }, env)).toThrow(/sslmode/)
  expect(() => encryption({ sslrootcert: join(home, 'missing') }, env)).toThrow(/missing can't be read/)
})
