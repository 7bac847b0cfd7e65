import { describe, expect, test } from 'vitest'
import { fromEnvironment, parseConninfo } from './conninfo.ts'

describe('a URL', () => {
  test('has its parts decoded, a slash in the database name included', () => {
    const text = 'postgresql://us%40er:p%2Fw%3A@db.example:6543/a%2Fb%20%22%C3%BC%25'
    expect(parseConninfo(text)).toEqual({
      user: 'us@er',
      password: 'p/w:',
      host: 'db.example',
      port: '6543',
      dbname: 'a/b "ü%',
    })
  })

  test('lets its parameters win over its parts', () => {
    const text = 'postgres://u@localhost/d?host=/run/my%20sockets&port=5433&user=v'
    expect(parseConninfo(text)).toEqual({ user: 'v', host: '/run/my sockets', port: '5433', dbname: 'd' })
  })

  test('may name a socket as its host, or an IPv6 address', () => {
    expect(parseConninfo('postgres://%2Ftmp/d')).toEqual({ host: '/tmp', dbname: 'd' })
    expect(parseConninfo('postgres://[::1]:5433/')).toEqual({ host: '::1', port: '5433' })
  })

  test('may leave everything out but a service', () => {
    expect(parseConninfo('postgresql:///?service=shop')).toEqual({ service: 'shop' })
  })

  test('takes a password with a bare @ in it', () => {
    expect(parseConninfo('postgres://u:p@ss@h/d')).toEqual({ user: 'u', password: 'p@ss', host: 'h', dbname: 'd' })
  })

  test('may have parameters of an object mapper', () => {
    expect(parseConninfo('postgres://h/d?schema=public&connection_limit=5&ssl=true')).toEqual({
      host: 'h',
      dbname: 'd',
      sslmode: 'require',
    })
  })

  test.each([
    ['a bare slash in its password', 'postgres://u:secret/x@h/d'],
    ['a bare slash after digits in its password', 'postgres://u:12/secret@h/d'],
    ['a bare question mark in its password', 'postgres://u:12?secret@h/d'],
    ['a bare percent sign', 'postgres://u:100%secret@h/d'],
    ['several hosts', 'postgres://u:secret@h1:5432,h2:5432/d'],
  ])('is refused for %s, without a word of it', (_, text) => {
    expect(() => parseConninfo(text)).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => parseConninfo(text)).not.toThrow(/secret|12/)
  })
})

describe('a connection string', () => {
  test('has pairs, with blanks where one likes them', () => {
    expect(parseConninfo(" host = h  port=5433 dbname='my db' ")).toEqual({ host: 'h', port: '5433', dbname: 'my db' })
  })

  test('has quotes and backslashes as libpq reads them', () => {
    expect(parseConninfo(String.raw`user='o\'neil \\' password=a\ b dbname=''`)).toEqual({
      user: "o'neil \\",
      password: 'a b',
      dbname: '',
    })
  })

  test('may have parameters that change nothing here', () => {
    expect(parseConninfo('dbname=d application_name=x keepalives=1')).toEqual({ dbname: 'd' })
  })

  test('is refused for a parameter that does not exist, which might have named the server', () => {
    expect(() => parseConninfo('hots=prod dbname=d')).toThrow(/parameter hots is unknown/)
  })
})

test.each(['nonsense', 'mysql://u:secret@h/d', 'host=a b', "host='a", '{"a": 1}'])('%s is neither', (text) => {
  expect(() => parseConninfo(text)).toThrow(/neither as a PostgreSQL URL nor as a connection string/)
  expect(() => parseConninfo(text)).not.toThrow(/secret/)
})

test('the environment gives what is set, and an empty variable is not', () => {
  expect(fromEnvironment({ PGHOST: 'h', PGUSER: '', PGSSLMODE: 'require', HOME: '/x' })).toEqual({
    host: 'h',
    sslmode: 'require',
  })
})
