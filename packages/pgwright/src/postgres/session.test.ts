import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { scratchFolder } from '../../test/scratch.ts'
import { quoteIdentifier, quoteLiteral } from '../sql/index.ts'
import { toPgwrightError } from './errors.ts'
import { connectWriter, withReader } from './session.ts'
import { parseTarget, type Target } from './target.ts'

const database = await createDatabase({ schema: 'create table t (a int)' })
const home = scratchFolder()
const env = { HOME: home }
const target = parseTarget(database.url, env)
const { host, port, user } = target.config

/** Who and where the session is, in the server's view. */
async function whoAndWhere(of: Target): Promise<string> {
  return withReader(of, async (client) => {
    const { rows } = await client.query('select session_user as who, current_database() as place')
    return `${rows[0].who} ${rows[0].place}`
  })
}

async function failure(of: Target, read: (client: pg.Client) => Promise<unknown> = async () => {}) {
  return withReader(of, read).then(
    () => expect.fail('it should have failed'),
    (error) => error,
  )
}

describe('a reader', () => {
  test('is one read-only transaction with limits, and has a name', async () => {
    const names = ['transaction_read_only', 'transaction_isolation', 'application_name', 'statement_timeout']
    const shown = await withReader(target, (client) => show(client, [...names, 'lock_timeout']), { lockTimeoutMs: 7 })
    expect(shown).toEqual(['on', 'repeatable read', 'pgwright', '30s', '7ms'])
  })

  test('can write nothing', async () => {
    expect(await failure(target, (client) => client.query('insert into t values (1)'))).toMatchObject({
      code: 'permission',
    })
    expect((await database.client.query('select * from t')).rowCount).toBe(0)
  })

  test('is cut off when a statement takes too long', async () => {
    const slow = withReader(target, (client) => client.query('select pg_sleep(60)'), { statementTimeoutMs: 20 })
    await expect(slow).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('leaves no session and no transaction behind, also after an error', async () => {
    await failure(target, (client) => client.query('select 1 / 0'))
    const left = `select from pg_stat_activity where application_name = 'pgwright' and datname = current_database()`
    await expect.poll(async () => (await database.client.query(left)).rowCount).toBe(0)
  })

  test('that is killed says so, and does not end this process', async () => {
    const error = await failure(target, async (client) => {
      const { rows } = await client.query('select pg_backend_pid() as id')
      await database.client.query('select pg_terminate_backend($1, 10000)', [rows[0].id])
      await client.query('select 1')
    })
    expect(error).toMatchObject({ code: 'connection', message: expect.stringContaining('administrator ended') })
  })

  test('is set up by no start-up parameter that a transaction pooler refuses', async () => {
    const { text, address } = await firstMessage()
    await failure(parseTarget(`postgres://u@127.0.0.1:${address.port}/d?sslmode=disable`, env))
    const names = (await text).split('\0').filter((_, index) => index % 2 === 0)
    expect(names.filter((name) => name !== '').sort()).toEqual([
      'application_name',
      'client_encoding',
      'database',
      'user',
    ])
  })
})

describe('a writer', () => {
  test('writes, with its limits set for the session', async () => {
    const client = await connectWriter(target, { statementTimeoutMs: 90_000 })
    await client.query('insert into t values (1)')
    expect(await show(client, ['application_name', 'statement_timeout', 'lock_timeout'])).toEqual([
      'pgwright',
      '90s',
      '2s',
    ])
    await client.end()
    expect((await database.client.query('delete from t')).rowCount).toBe(1)
  })

  test('that is killed does not end this process', async () => {
    const client = await connectWriter(target)
    const { rows } = await client.query('select pg_backend_pid() as id')
    await database.client.query('select pg_terminate_backend($1, 10000)', [rows[0].id])
    const error = toPgwrightError(await client.query('select 1').catch((caught) => caught), 'writing')
    expect(error.code).toBe('connection')
    await client.end()
  })
})

describe('a target is reached', () => {
  test('by a role and a database with any name', async () => {
    const role = 'O\'Neil "Ü" 100% a@b/c:d?e#f\\'
    const place = `${role} of ${database.name}`
    await database.client.query(
      `create role ${quoteIdentifier(role)} login password ${quoteLiteral(database.password)}`,
    )
    await database.client.query(`create database ${quoteIdentifier(place)}`)
    try {
      const [u, d, h] = [role, place, String(host)].map(encodeURIComponent)
      const url = `postgres://${u}:${database.password}@${h}:${port}/${d}`
      expect(await whoAndWhere(parseTarget(url, env))).toBe(`${role} ${place}`)
      const pairs = { host, port, user: role, dbname: place, password: database.password }
      const conninfo = Object.entries(pairs).map(([name, value]) => `${name}=${quoteValue(String(value))}`)
      expect(await whoAndWhere(parseTarget(conninfo.join(' '), env))).toBe(`${role} ${place}`)
    } finally {
      await database.client.query(`drop database ${quoteIdentifier(place)}`)
      await database.client.query(`drop role ${quoteIdentifier(role)}`)
    }
  })

  test('by a service and a password file', async () => {
    writeFileSync(
      join(home, '.pg_service.conf'),
      `[shop]\nhost=${host}\nport=${port}\nuser=${user}\ndbname=${database.name}\n`,
    )
    writeFileSync(join(home, '.pgpass'), `*:*:${database.name}:${user}:${database.password}\n`, { mode: 0o600 })
    const expected = `${user} ${database.name}`
    expect(await whoAndWhere(parseTarget('service=shop', env))).toBe(expected)
    expect(await whoAndWhere(parseTarget('postgresql:///?service=shop', env))).toBe(expected)
    expect(await whoAndWhere(parseTarget(undefined, { ...env, PGSERVICE: 'shop' }))).toBe(expected)
  })

  test('by the environment', async () => {
    const given = { ...env, PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database.name }
    const withPassword = { ...given, PGPASSWORD: database.password }
    expect(await whoAndWhere(parseTarget(undefined, withPassword))).toBe(`${user} ${database.name}`)
  })
})

describe('a target is not reached', () => {
  test('with a wrong password, which is not told', async () => {
    const error = await failure(parseTarget(database.url.replace(database.password, 'wrong-secret'), env))
    expect(error).toMatchObject({ code: 'connection', message: expect.stringContaining('password is wrong') })
    expect(error.message).not.toContain('wrong-secret')
  })

  test('where the server wants a password and there is none', async () => {
    const error = await failure(
      parseTarget(`host=${host} port=${port} user=${user} dbname=x`, { HOME: join(home, 'none') }),
    )
    expect(error).toMatchObject({ code: 'connection', message: expect.stringContaining('wants a password') })
  })

  test('where there is no such database, no such server, no such socket and no such host', async () => {
    const noDatabase = new URL(database.url)
    noDatabase.pathname = '/nothing'
    for (const [text, reason] of [
      [noDatabase.href, 'no such database'],
      [`postgres://u@localhost:${await closedPort()}/d`, 'refused'],
      [`host=${home} dbname=d user=u`, 'no such socket'],
      ['postgres://u@host.invalid/d', 'no known address'],
    ] as const) {
      expect(await failure(parseTarget(text, env))).toMatchObject({
        code: 'connection',
        message: expect.stringContaining(reason),
      })
    }
  })

  test('where nothing answers, or something that is no server', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await expect.poll(() => silent.listening).toBe(true)
    const text = `host=127.0.0.1 port=${(silent.address() as AddressInfo).port} user=u connect_timeout=1`
    expect((await failure(parseTarget(text, env))).message).toContain('did not answer in time')
    silent.on('connection', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect((await failure(parseTarget(text, env))).code).toBe('connection')
    silent.close()
  })
})

async function show(client: pg.Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query('select current_setting(name) as value from unnest($1::text[]) as name', [names])
  return rows.map(({ value }) => value)
}

function quoteValue(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`
}

async function closedPort(): Promise<number> {
  const { address, server } = await listening()
  server.close()
  return address.port
}

async function listening() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, address: server.address() as AddressInfo }
}

/** The parameters of the first start-up message that comes in, each name and value ended by a zero. */
async function firstMessage(): Promise<{ readonly address: AddressInfo; readonly text: Promise<string> }> {
  const { server, address } = await listening()
  const text = new Promise<string>((resolve) => {
    server.once('connection', (socket) => {
      socket.once('data', (data) => {
        resolve(data.toString('utf8', 8)) // length and protocol version come first
        socket.destroy()
        server.close()
      })
    })
  })
  return { address, text }
}
