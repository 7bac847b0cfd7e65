import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { scratchFolder } from '../../test/scratch.ts'
import type { EmbeddedServer } from './embedded/embedded-server.ts'
import { startServer } from './embedded/server.ts'
import { withReader } from './session.ts'
import { parseTarget } from './target.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

describe('a session with a server that has TLS', () => {
  const home = scratchFolder()
  let server: EmbeddedServer

  beforeEach(({ skip }) => skip(!hasOpenssl, 'openssl is not installed'))
  beforeAll(async () => {
    if (!hasOpenssl) return
    server = await startServer({ listen: 'tcp', name: 'test-tls' })
    makeCertificate(home, 'root.crt')
    makeCertificate(server.dataFolder, 'server.crt')
    writeFileSync(join(home, 'right.crt'), readFileSync(join(server.dataFolder, 'server.crt')))
    await configure(server, "alter system set ssl = 'on'")
  })
  afterAll(() => server?.stop())

  async function isEncrypted(parameters: string): Promise<boolean> {
    const target = parseTarget(`${server.url()}?${parameters}`, { HOME: join(home, 'nobody') })
    return withReader(target, async (client) => {
      const { rows } = await client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
      return rows[0].ssl
    })
  }

  test('is encrypted without being asked for, and when required', async () => {
    expect(await isEncrypted('')).toBe(true)
    expect(await isEncrypted('sslmode=require')).toBe(true)
    expect(await isEncrypted('sslmode=require&sslnegotiation=direct')).toBe(true)
    expect(await isEncrypted('sslmode=require&channel_binding=require')).toBe(true)
  })

  test('is not encrypted where that is not wanted', async () => {
    expect(await isEncrypted('sslmode=disable')).toBe(false)
    expect(await isEncrypted('sslmode=allow')).toBe(false)
  })

  test('checks the certificate where a root certificate is given', async () => {
    expect(await isEncrypted(`sslmode=verify-ca&sslrootcert=${home}/right.crt`)).toBe(true)
    expect(await isEncrypted(`sslmode=verify-full&sslrootcert=${home}/right.crt`)).toBe(true)
    for (const mode of ['require', 'verify-ca', 'verify-full']) {
      await expect(isEncrypted(`sslmode=${mode}&sslrootcert=${home}/root.crt`)).rejects.toMatchObject({
        code: 'connection',
        message: expect.stringContaining('no trusted TLS connection'),
      })
    }
  })

  test('gives up encryption where the server lets the role in only without, and it was not required', async () => {
    const rules = join(server.dataFolder, 'pg_hba.conf')
    writeFileSync(rules, 'hostnossl all all 127.0.0.1/32 scram-sha-256\n')
    await configure(server)
    expect(await isEncrypted('')).toBe(false)
    await expect(isEncrypted('sslmode=require')).rejects.toMatchObject({ code: 'connection' })
    appendFileSync(rules, 'hostssl all all 127.0.0.1/32 scram-sha-256\n')
    await configure(server)
  })
})

/** Self-signed, so that it is its own root. */
function makeCertificate(folder: string, name: string): void {
  const [key, certificate] = [join(folder, name.replace('.crt', '.key')), join(folder, name)]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=pgwright test']
  const files = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate]
  expect(spawnSync('openssl', [...request, ...files]).status).toBe(0)
  const { uid, gid } = statSync(folder)
  for (const file of [key, certificate]) {
    chmodSync(file, 0o600)
    chownSync(file, uid, gid)
  }
}

/** Waits until the server has read its files again. */
async function configure(server: EmbeddedServer, statement = 'select'): Promise<void> {
  const client = new pg.Client(server.url())
  await client.connect()
  await client.query(statement)
  const { rows } = await client.query('select pg_conf_load_time()::text as before, pg_reload_conf()')
  const changed = 'select pg_conf_load_time() <> $1::timestamptz as changed'
  await vi.waitUntil(async () => (await client.query(changed, [rows[0].before])).rows[0].changed)
  await client.end()
}
