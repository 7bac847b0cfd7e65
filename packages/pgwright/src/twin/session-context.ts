import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../sql/index.ts'
import { settingGaps, settingName } from './setting-gaps.ts'

/** Who runs a statement, and with which settings: policies see both. */
export interface PlanningContext {
  readonly role: string | null
  /** Values of custom settings (`app.current_org_id`), by name. */
  readonly settings: Readonly<Record<string, string>>
}

/** The commands that bring about what everybody has, and what a role has beside. */
interface Contexts {
  readonly base: string
  readonly ofRole: ReadonlyMap<string, string>
  /** Roles that are taken on. */
  readonly roles: ReadonlySet<string>
}

/**
 * Keeps the planning session in the role and the settings of whoever runs the statement. They stay with the session, so
 * that a series of statements of one role costs no round trips.
 */
export class SessionContext {
  /** Settings that could not be taken over. */
  readonly gaps: readonly Gap[]
  readonly #client: ClientBase
  readonly #contexts: Contexts
  #entered = ''

  private constructor(client: ClientBase, contexts: Contexts, gaps: readonly Gap[]) {
    this.#client = client
    this.#contexts = contexts
    this.gaps = gaps
  }

  static async open(client: ClientBase, snapshot: Snapshot): Promise<SessionContext> {
    const known = await settableNames(client)
    const gaps = settingGaps(snapshot, known)
    // Without its unit: `pg_settings` gives the value in the unit that a bare number is taken in.
    const wanted = snapshot.settings.map(({ name, setting }) => ({
      name,
      value: name === 'search_path' ? wholePath(setting, snapshot.schemas) : setting,
      of: '',
    }))
    const base = await allTaken(client, known, wanted, gaps)
    const ofRole = new Map<string, string>()
    for (const { role, name, value } of snapshot.roleSettings) {
      const commands = await taken(client, known, { name, value, of: ` of ${quoteIdentifier(role)}` }, gaps)
      ofRole.set(role, [ofRole.get(role) ?? '', ...commands].filter((command) => command !== '').join('; '))
    }
    // Superusers of the source are planned as one who sees every row, which the session's own role does.
    const roles = new Set(snapshot.roles.filter(({ superuser }) => !superuser).map(({ name }) => name))
    return new SessionContext(client, { base: base.join('; '), ofRole, roles }, gaps)
  }

  async enter({ role, settings }: PlanningContext): Promise<void> {
    const { base, ofRole, roles } = this.#contexts
    const commands = [
      'reset role',
      'reset all',
      base,
      role === null ? '' : (ofRole.get(role) ?? ''),
      ...Object.entries(settings).map(([name, value]) => command(name, value)),
      role !== null && roles.has(role) ? `set role ${quoteIdentifier(role)}` : '',
    ]
    const message = commands.filter((command) => command !== '').join('; ')
    if (message === this.#entered) return
    this.#entered = ''
    await this.#client.query(message)
    this.#entered = message
  }
}

interface Wanted {
  readonly name: string
  readonly value: string
  /** Whose it is, for people. */
  readonly of: string
}

/** All in one message, and one by one where the twin refuses that. */
async function allTaken(client: ClientBase, known: ReadonlySet<string>, wanted: readonly Wanted[], gaps: Gap[]) {
  const commands = wanted.flatMap(({ name, value }) => {
    const own = settingName(name, known)
    return own === null ? [] : [command(name, value)]
  })
  try {
    await client.query(commands.join('; '))
    return commands
  } catch {
    const singly: string[] = []
    for (const one of wanted) singly.push(...(await taken(client, known, one, gaps)))
    return singly
  }
}

/** The command, where the twin takes it; what only a server's start sets tells the planner nothing. */
async function taken(client: ClientBase, known: ReadonlySet<string>, wanted: Wanted, gaps: Gap[]): Promise<string[]> {
  const name = settingName(wanted.name, known)
  if (name === null) return []
  const set = command(name, wanted.value)
  try {
    await client.query(set)
    return [set]
  } catch (error) {
    const { message } = error as Error
    const reason = `the twin refuses its value: ${message}`
    gaps.push({ object: `setting ${wanted.name}${wanted.of}`, reason, effect: 'plans can differ' })
    return []
  }
}

function command(name: string, value: string): string {
  return `select pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`
}

async function settableNames(client: ClientBase): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select pg_catalog.lower(name) as name from pg_catalog.pg_settings where context = 'user'`,
  )
  return new Set(rows.map(({ name }) => name))
}

/**
 * An application may choose its path when it connects, which nobody else can see. So every schema comes after those
 * that everybody looks in; a role with a path of its own has that and no more.
 */
function wholePath(path: string, schemas: readonly string[]): string {
  return [path, ...schemas.map(quoteIdentifier)].filter((part) => part !== '').join(', ')
}
