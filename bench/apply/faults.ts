import type { Client } from 'pg'
import type { RandomSource } from '../../packages/pgwright/src/model/index.ts'
import type { TenaciousServer } from '../../packages/pgwright/test/tenacious-server.ts'
import type { Commands } from './commands.ts'
import { withSession } from './session.ts'

export interface Fault {
  readonly name: string
  strike(ground: FaultGround): Promise<void>
}

export interface FaultGround {
  readonly server: TenaciousServer
  readonly database: string
  readonly commands: Commands
  readonly random: RandomSource
}

/** In the order in which rounds take turns at them. */
export const faults: readonly Fault[] = [
  { name: 'kill -9 of pgwright', strike: ({ commands }) => commands.kill() },
  { name: 'pg_terminate_backend', strike: (ground) => withBackend(ground, terminate) },
  { name: 'kill -9 of a backend', strike: (ground) => withBackend(ground, async (_, pid) => kill(pid)) },
  { name: 'immediate restart', strike: ({ server }) => server.killAll() },
]

/** One of pgwright's sessions, should it have any at this moment. */
async function withBackend(
  { server, database, random }: FaultGround,
  strike: (client: Client, pid: number) => Promise<void>,
): Promise<void> {
  await withSession(server.url(database), async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select distinct pid from pg_locks where locktype = 'advisory' order by pid`,
    )
    const chosen = rows[Math.floor(random() * rows.length)]
    if (chosen !== undefined) await strike(client, chosen.pid)
  })
}

async function terminate(client: Client, pid: number): Promise<void> {
  await client.query('select pg_terminate_backend($1)', [pid])
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
