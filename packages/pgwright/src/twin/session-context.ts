import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../sql/index.ts'

/** Who runs a statement, and with which settings: policies see both. */
export interface PlanningContext {
  readonly role: string | null
  /** Values of custom settings (`app.current_org_id`), by name. */
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Keeps the planning session in the role and the settings of whoever runs the statement. They stay with the session, so
 * that a series of statements of one role costs no round trips.
 */
export class SessionContext {
  /** Settings that could not be taken over. */
  readonly gaps: readonly Gap[]
  readonly #client: ClientBase
  readonly #base: string
  readonly #roles: ReadonlySet<string>
  #entered = ''

  private constructor(client: ClientBase, base: string, roles: ReadonlySet<string>, gaps: readonly Gap[]) {
    this.#client = client
    this.#base = base
    this.#roles = roles
    this.gaps = gaps
  }

  static async open(client: ClientBase, snapshot: Snapshot): Promise<SessionContext> {
    const gaps: Gap[] = []
    const commands: string[] = []
    for (const [name, value] of await settable(client, snapshot)) {
      const command = setting(name, value)
      try {
        await client.query(command)
        commands.push(command)
      } catch (error) {
        gaps.push(refused(name, error as Error))
      }
    }
    // Superusers of the source are planned as one who sees every row, which the session's own role does.
    const roles = new Set(snapshot.roles.filter(({ superuser }) => !superuser).map(({ name }) => name))
    return new SessionContext(client, commands.join('; '), roles, gaps)
  }

  async enter({ role, settings }: PlanningContext): Promise<void> {
    const commands = [
      'reset role',
      'reset all',
      this.#base,
      ...Object.entries(settings).map(([name, value]) => setting(name, value)),
      ...(role !== null && this.#roles.has(role) ? [`set role ${quoteIdentifier(role)}`] : []),
    ].join('; ')
    if (commands === this.#entered) return
    this.#entered = ''
    await this.#client.query(commands)
    this.#entered = commands
  }
}

function setting(name: string, value: string): string {
  return `select pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`
}

/** What the planner reads of the source's settings; those that only its server's start sets tell the planner nothing. */
async function settable(client: ClientBase, snapshot: Snapshot): Promise<[string, string][]> {
  const { rows } = await client.query<{ name: string }>(
    `select lower(name) as name from pg_catalog.pg_settings where context = 'user'`,
  )
  const names = new Set(rows.map(({ name }) => name))
  // Without its unit: `pg_settings` gives the value in the unit that a bare number is taken in.
  return snapshot.settings
    .filter(({ name }) => names.has(name.toLowerCase()))
    .map(({ name, setting }) => [name, name === 'search_path' ? wholePath(setting, snapshot.schemas) : setting])
}

/** A role's own path is not known here, so every schema comes after those that the database looks in. */
function wholePath(path: string, schemas: readonly string[]): string {
  return [path, ...schemas.map(quoteIdentifier)].filter((part) => part !== '').join(', ')
}

function refused(name: string, { message }: Error): Gap {
  return { object: `setting ${name}`, reason: `the twin refuses its value: ${message}`, effect: 'plans can differ' }
}
