import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { type OwnProcess, ownProcess } from './own-process.ts'

export interface PgBouncer extends Omit<OwnProcess, 'signal'> {
  /** Of the server's URL, with the pooler's address. */
  readonly url: string
}

export interface PgBouncerOptions {
  /** Sections of its own settings. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** Roles beside that of the URL, with the same password. */
  readonly roles?: readonly string[]
}

// Where packages install it, which is not on the path of every user.
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
const version = spawnSync('pgbouncer', ['--version'], { encoding: 'utf8', env })

/** Null where there is one to start; tests are skipped for this reason, except in CI, where nothing may be. */
export const pgbouncerMissing: string | null =
  process.env.CI !== undefined || version.status === 0 ? null : 'pgbouncer is not installed'

const [, major = '0', minor = '0'] = /PgBouncer (\d+)\.(\d+)/.exec(version.stdout ?? '') ?? []

/** From 1.21 on it gives the statements that clients prepare names of its own, where it is told to. */
export const pgbouncerPrepares = Number(major) > 1 || Number(minor) >= 21

/** Starts one that pools transactions before the server, on a free port. The server's URL is one of TCP. */
export async function startPgBouncer(serverUrl: string, options: PgBouncerOptions = {}): Promise<PgBouncer> {
  const server = new URL(serverUrl)
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-pgbouncer-'))
  const port = await freePort()
  const [users, config] = [join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')]
  const names = [decodeURIComponent(server.username), ...(options.roles ?? [])]
  await writeFile(users, names.map((name) => `"${name.replaceAll('"', '""')}" "${server.password}"\n`).join(''))
  const isRoot = process.getuid?.() === 0
  const settings = {
    ...{ listen_addr: '127.0.0.1', listen_port: port, unix_socket_dir: '', auth_type: 'trust', auth_file: users },
    ...{ pool_mode: 'transaction', default_pool_size: 4, server_login_retry: 0.1, max_client_conn: 200 },
    ...(isRoot ? { user: 'nobody' } : {}),
    ...options.settings,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const database = `* = host=${server.hostname} port=${server.port}`
  await writeFile(config, ['[databases]', database, '[pgbouncer]', ...lines, ''].join('\n'))
  await chmod(folder, 0o755)
  const url = new URL(serverUrl)
  url.port = String(port)

  const spawned = () => spawn('pgbouncer', ['-q', config], { stdio: 'ignore', env })
  const { start, kill, stop } = ownProcess(folder, spawned, (child) => answering(url.href, child))
  await start()
  return { url: url.href, kill, start, stop }
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error('pgbouncer did not start')
    const client = new pg.Client(url)
    client.on('error', () => {})
    const failed = await client.connect().then(
      () => null,
      (error: unknown) => error,
    )
    await client.end().catch(() => {})
    if (failed === null) return
    if (tries === 200) throw failed
    await sleep(20)
  }
}
