import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { prepareBinaries } from '../src/postgres/embedded/binaries.ts'
import type { EmbeddedServer } from '../src/postgres/embedded/embedded-server.ts'
import { chooseEndpoint, endpointSettings, endpointUrl } from '../src/postgres/embedded/endpoint.ts'
import { openHome } from '../src/postgres/embedded/home.ts'
import { installedBinaries } from '../src/postgres/embedded/majors.ts'
import { removeServer } from '../src/postgres/embedded/reap.ts'
import { configuration, type Settings } from '../src/postgres/embedded/settings.ts'
import { supervise } from '../src/postgres/embedded/supervise.ts'
import { type ServerUser, serverUser } from '../src/postgres/embedded/user.ts'

/** What a server needs that others are to follow. */
export const followedSettings: Settings = {
  wal_level: 'logical',
  max_wal_senders: 10,
  // A copy that is taken while the server writes holds pages that were half written.
  full_page_writes: 'on',
}

/**
 * Starts a standby that streams from a server of `startServer` with `followedSettings`, 15 or later. Its roles and
 * passwords are that server's.
 *
 * @param name by which it introduces itself, and which is that of its slot where there is one
 */
export async function startStandby(
  primary: EmbeddedServer,
  { name, slot, settings = {} }: { readonly name: string; readonly slot: boolean; readonly settings?: Settings },
): Promise<EmbeddedServer> {
  const user = serverUser()
  const home = await openHome(user)
  const { major } = primary
  const binaries = await prepareBinaries(installedBinaries(home, major), home, user)
  const folder = join(home.servers, `test-standby-${process.pid}-${randomBytes(4).toString('hex')}`)
  const endpoint = await chooseEndpoint(folder, 'socket')
  const own = {
    ...followedSettings,
    ...endpointSettings(endpoint),
    primary_conninfo: conninfoOf(primary, 'postgres', name),
    ...(slot ? { primary_slot_name: name } : {}),
    ...settings,
  }
  await mkdir(folder, { mode: 0o700 })
  await writeOwned(join(folder, 'postgresql.conf'), configuration(major, own), user)
  if (user) await chown(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  await copyData(primary, data, user)
  await writeOwned(join(data, 'standby.signal'), '', user)
  const run = [binaries.postgres, '-D', data, '-c', `config_file=${join(folder, 'postgresql.conf')}`]
  const { processId, stop } = await supervise({ folder, commands: [run], identity: user }, false)
  const { port } = endpoint
  return {
    ...primary,
    dataFolder: data,
    port,
    processId,
    url: (database = 'postgres', role = 'postgres') => endpointUrl(endpoint, role, primary.password, database),
    stop: async () => {
      await stop()
      await removeServer(folder)
    },
  }
}

/** For libpq in another server. */
export function conninfoOf({ dataFolder, port, password }: EmbeddedServer, database: string, name: string): string {
  return `host=${dirname(dataFolder)} port=${port} user=postgres password=${password} dbname=${database} application_name=${name}`
}

/** As `pg_basebackup` does it, which is not among the binaries. */
async function copyData(primary: EmbeddedServer, data: string, user: ServerUser | undefined): Promise<void> {
  const client = new pg.Client(primary.url())
  await client.connect()
  try {
    await client.query(`select pg_backup_start('standby', true)`)
    const copied = spawnSync('cp', ['-R', '-p', primary.dataFolder, data], { ...user })
    if (copied.status !== 0) throw new Error(`the copy failed: ${copied.stderr}`)
    // What only the running server may have, and slots that are not the standby's.
    spawnSync('/bin/sh', ['-c', 'cd "$0" && rm -rf postmaster.pid postmaster.opts pg_replslot/*', data], { ...user })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    await writeOwned(join(data, 'backup_label'), rows[0]?.labelfile ?? '', user)
  } finally {
    await client.end()
  }
}

async function writeOwned(file: string, text: string, user: ServerUser | undefined): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  if (user) await chown(file, user.uid, user.gid)
}
