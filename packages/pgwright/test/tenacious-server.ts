import { randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { prepareBinaries } from '../src/postgres/embedded/binaries.ts'
import { chooseEndpoint, endpointSettings, endpointUrl } from '../src/postgres/embedded/endpoint.ts'
import { openHome } from '../src/postgres/embedded/home.ts'
import { installedBinaries } from '../src/postgres/embedded/majors.ts'
import { removeServer } from '../src/postgres/embedded/reap.ts'
import { configuration } from '../src/postgres/embedded/settings.ts'
import { supervise } from '../src/postgres/embedded/supervise.ts'
import { type ServerUser, serverUser } from '../src/postgres/embedded/user.ts'

/** A server that comes up again with its data whenever it is killed. */
export interface TenaciousServer {
  url(database?: string): string
  /**
   * Every session ends, and the next start recovers from the write-ahead log. By default an immediate shutdown, which is
   * told to the sessions; `SIGKILL` tells nobody.
   */
  killAll(signal?: 'SIGQUIT' | 'SIGKILL'): Promise<void>
  /** Comes back when it takes sessions. */
  untilUp(): Promise<void>
  stop(): Promise<void>
}

/** Starts the server again for as long as nobody asks the shell to stop, which then stops the server. */
const again = `trap 'trap "" INT; kill -INT $server; wait $server; exit 0' INT
while :; do "$@" & server=$!; wait $server; sleep 0.1; done`

const upTimeoutMs = 60_000

/** What was acknowledged must outlive the server, though not the machine. */
const settings = {
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  max_prepared_transactions: 5,
}

export async function startTenaciousServer(name: string): Promise<TenaciousServer> {
  const user = serverUser()
  const home = await openHome(user)
  const binaries = await prepareBinaries(installedBinaries(home), home, user)
  const folder = join(home.servers, `${name}-${process.pid}-${randomBytes(4).toString('hex')}`)
  const endpoint = await chooseEndpoint(folder, 'socket')
  const password = randomBytes(18).toString('base64url')
  const data = join(folder, 'data')
  const config = join(folder, 'postgresql.conf')
  await mkdir(folder, { mode: 0o700 })
  await writeOwned(join(folder, 'password'), password, user)
  await writeOwned(config, configuration(binaries.major, { ...endpointSettings(endpoint), ...settings }), user)
  if (user) await chown(folder, user.uid, user.gid)
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`]
  const begin = [binaries.initdb, `--pgdata=${data}`, '--no-sync', '--encoding=UTF8', '--locale=C', ...access]
  const run = ['/bin/sh', '-c', again, 'sh', binaries.postgres, '-D', data, '-c', `config_file=${config}`]
  const { stop } = await supervise({ folder, commands: [begin, run], identity: user }, false)
  const url = (database = 'postgres') => endpointUrl(endpoint, 'postgres', password, database)
  return {
    url,
    async killAll(signal = 'SIGQUIT') {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
      // It may be on its way up or down already.
      if (pid) tryKill(Number(pid), signal)
    },
    untilUp: () => untilUp(url()),
    async stop() {
      await stop()
      await removeServer(folder)
    },
  }
}

function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function untilUp(url: string): Promise<void> {
  for (const deadline = Date.now() + upTimeoutMs; ; await sleep(50)) {
    const client = new pg.Client(url)
    client.on('error', () => {})
    try {
      await client.connect()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
    } finally {
      await client.end().catch(() => {})
    }
  }
}

async function writeOwned(file: string, text: string, user: ServerUser | undefined): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  if (user) await chown(file, user.uid, user.gid)
}
