import { randomBytes } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import { RuntimeError } from '../../error.ts'
import { within } from '../within.ts'

/**
 * Behind a pooler that gives each transaction another session LISTEN succeeds, and nothing is ever heard. So where one
 * stands between, a message is sent from another session to a client that waits, as those will come that matter.
 *
 * @throws RuntimeError `usage` where it does not come within `timeoutMs`, and what the driver throws
 */
export async function requireHearing(client: ClientBase, pool: Pool, timeoutMs: number): Promise<void> {
  const { rows } = await client.query('select pg_catalog.pg_backend_pid() as pid')
  // A pooler tells its clients a process of its own making.
  if (rows[0]?.pid === (client as { readonly processID?: number | null }).processID) return
  const probe = `pgwright_probe_${randomBytes(8).toString('hex')}`
  let hear = () => {}
  const heard = new Promise<void>((resolve) => {
    hear = resolve
  })
  const listener = ({ channel }: { readonly channel: string }) => {
    if (channel === probe) hear()
  }
  client.on('notification', listener)
  try {
    await client.query(`listen ${probe}`)
    await pool.query('select pg_catalog.pg_notify($1, $2)', [probe, ''])
    const isHeard = await within(heard, timeoutMs).then(
      () => true,
      () => false,
    )
    await client.query(`unlisten ${probe}`)
    if (!isHeard) throw deaf()
  } finally {
    client.removeListener('notification', listener)
  }
}

function deaf(): RuntimeError {
  return new RuntimeError(
    'usage',
    'A pooler stands between the listener and the server, and what the server tells is not heard through it.',
    'Give `connect` a way to the server itself, or to a pooler that pools sessions.',
  )
}
