import type { ClientBase } from 'pg'
import type { Statement } from '../../events/index.ts'
import { tokensOf } from '../../shapes/index.ts'

/** Of the server's own functions, those whose answer is the session's. */
const ofSession = ['current_setting', 'pg_backend_pid', 'inet_client_addr', 'inet_client_port', 'pg_my_temp_schema']

/** Why what a session like the application's is answered may be something else; null where nothing is known of. */
export function settingsReason(statements: readonly Statement[]): string | null {
  const names = [...new Set(statements.flatMap(({ settings }) => settings))]
  if (names.length === 0) return null
  return `its session had ${names.join(', ')} set, which a session of its own has not`
}

/**
 * Why a text can't be tried in a session of its own; null where it can. The plan tells, which has what row security and
 * views put into a statement: functions that may do another thing each time, and those that may look at the session's
 * settings, a tenant's among them. Nothing is executed.
 *
 * @param client in a transaction that only reads
 */
export async function callsReason(
  client: ClientBase,
  text: string,
  values: readonly unknown[],
): Promise<string | null> {
  const { rows: plan } = await client.query<readonly unknown[]>({
    text: `explain (verbose, costs off, format json) ${text}`,
    values: [...values],
    rowMode: 'array',
  } as never)
  const names = [...new Set([text, ...textsIn(plan)].flatMap(callsIn))]
  const { rows } = await client.query<{ name: string; kind: string }>(
    `select distinct p.proname as name, p.provolatile as kind from pg_catalog.pg_proc p
      where p.proname = any($1) and (p.provolatile = 'v' or p.proname = any($2)
        or p.provolatile = 's' and p.pronamespace <> 'pg_catalog'::regnamespace and not exists (
          select from pg_catalog.pg_depend d
            where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'))
      order by 1`,
    [names, ofSession],
  )
  const volatile = rows.filter(({ kind }) => kind === 'v').map(({ name }) => name)
  if (volatile.length > 0) return `it calls ${volatile.join(', ')}, which may do another thing each time`
  if (rows.length === 0) return null
  const stable = rows.map(({ name }) => name).join(', ')
  return `it calls ${stable}, by itself, a view or row security: the answer may hang on settings of the program's session`
}

/** All texts of a plan, wherever they stand. */
function textsIn(plan: unknown): string[] {
  if (typeof plan === 'string') return [plan]
  return typeof plan === 'object' && plan !== null ? Object.values(plan).flatMap(textsIn) : []
}

function callsIn(text: string): string[] {
  const tokens = tokensOf(text)
  const called = tokens.filter(({ kind }, at) => (kind === 'word' || kind === 'quoted') && tokens[at + 1]?.text === '(')
  return called.map((token) => token.text)
}
