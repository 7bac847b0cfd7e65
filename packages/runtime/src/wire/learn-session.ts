import type { ClientBase } from 'pg'
import { sendBatch } from './batch.ts'
import { sessionKind, setSessionKind } from './session-kind.ts'
import type { OwnStatement } from './statement.ts'

const name = 'pgwright probe'

/** How the server names the very statement that asks: a pooler which knows it has given it another name. */
const probe: OwnStatement = {
  name,
  text: `select pg_catalog.pg_backend_pid()::text,
    exists (select from pg_catalog.pg_prepared_statements where name = '${name}')`,
  once: true,
}

/**
 * Finds out what stands between an idle client and the server, with one round trip for each connection. A pooler tells
 * its clients processes of its own making. Never rejects: without an answer nothing is taken for granted.
 */
export async function learnSession(client: ClientBase): Promise<void> {
  if (sessionKind(client) !== undefined) return
  const { rows, failure } = await sendBatch(client, { before: [probe], after: [], expected: 'idle', isUnseen: true })
  if (failure?.kind === 'unsent' || failure?.kind === 'lost') return
  const [process, hasOurName] = rows.get(0) ?? []
  const { processID } = client as { readonly processID?: number | null }
  if (process !== undefined && Number(process) === processID) setSessionKind(client, 'own')
  else setSessionKind(client, hasOurName === 'f' ? 'renamed' : 'shared')
}
