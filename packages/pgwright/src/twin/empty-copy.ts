import type { Client, ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../sql/index.ts'
import { connect } from './connection.ts'
import { openPlace, type Place, type PlaceOptions } from './place.ts'
import { buildSchema } from './schema/build-schema.ts'
import { ownRoles } from './schema/reserved.ts'
import { searchPath } from './what-if/names.ts'

/** What decides how a statement is read, and which values it gives. */
const carried = ['TimeZone', 'DateStyle', 'IntervalStyle', 'default_text_search_config', 'xmloption'] as const

/**
 * A local PostgreSQL with the source's schema, and neither rows nor sizes nor statistics: statements run on it that
 * change the schema, and take no longer than on an empty database. Must be closed.
 *
 * As of a {@link Twin}, no text from elsewhere runs as superuser.
 */
export class EmptyCopy {
  /** What of the source could not be carried, with its effect. */
  readonly gaps: readonly Gap[]
  readonly #place: Place

  private constructor(place: Place, gaps: readonly Gap[]) {
    this.#place = place
    this.gaps = gaps
  }

  /** @throws PgwrightError `unsupported` where no server can be started; `cancelled` once the signal is given */
  static async open(snapshot: Snapshot, options: PlaceOptions = {}): Promise<EmptyCopy> {
    const place = await openPlace(snapshot, options)
    const { sessions, server, database, role } = place
    try {
      const gaps = await buildSchema(sessions, snapshot, role, server.major)
      await sessions.reset()
      await takeOver(sessions.owner, role)
      await letSuperusersOwn(sessions.owner, snapshot, role)
      await sessions.owner.query(defaultsOf(snapshot, database, role))
      return new EmptyCopy(place, [...place.gaps, ...gaps])
    } catch (error) {
      await place.release()
      place.throwIfCancelled()
      throw error
    }
  }

  get major(): number {
    return this.#place.server.major
  }

  /** The superuser's session, for what pgwright itself asks. */
  get owner(): ClientBase {
    return this.#place.sessions.owner
  }

  /** Where other twins and copies can be built, which are closed before this one. */
  get server() {
    return this.#place.server
  }

  /**
   * Another session of the copy's own role, who may do to the schema whatever the owners of its objects may, with the
   * source's settings. It ends with the copy.
   */
  connect(): Promise<Client> {
    const { server, database, role } = this.#place
    return connect(server, database, role)
  }

  /** Of the copy's own role, with its password: for programs, while the copy is open. */
  get url(): string {
    const { server, database, role } = this.#place
    return server.url(database, role)
  }

  /**
   * Makes an extension that only a superuser may, by its name alone.
   *
   * @throws the server's error where it does not have it
   */
  async createExtension(name: string): Promise<void> {
    await this.owner.query(`create extension if not exists ${quoteIdentifier(name)} schema public cascade`)
  }

  close(): Promise<void> {
    return this.#place.release()
  }
}

/**
 * Makes the copy's role the owner of everything: with the source's owners, what it makes for a table would be refused
 * for not having the same owner, as a sequence of a column is. What belongs to extensions stays the superuser's.
 */
async function takeOver(owner: ClientBase, role: string): Promise<void> {
  await owner.query(
    `update pg_catalog.pg_class c set relowner = r.oid from pg_catalog.pg_roles r, pg_catalog.pg_roles o
     where r.rolname = $1 and o.oid = c.relowner and not o.rolsuper and c.relowner <> r.oid`,
    [role],
  )
}

/** Superusers of the source are none here, and whoever is to own a table must be allowed to make one in its schema. */
async function letSuperusersOwn(owner: ClientBase, snapshot: Snapshot, role: string): Promise<void> {
  const superusers = ownRoles(snapshot).filter(({ superuser }) => superuser)
  if (superusers.length === 0) return
  const names = superusers.map(({ name }) => quoteIdentifier(name)).join(', ')
  const { rows } = await owner.query<{ schemas: string | null }>(
    `select string_agg(quote_ident(nspname), ', ') as schemas from pg_catalog.pg_namespace
     where oid >= 16384 or nspname = 'public'`,
  )
  const there = rows[0]?.schemas ?? null
  await owner.query(
    `${there === null ? '' : `grant usage, create on schema ${there} to ${names};`}
     alter default privileges for role ${quoteIdentifier(role)} grant all on schemas to ${names}`,
  )
}

/** As defaults of the role, so that `reset all` and `discard all` of a migration come back to them. */
function defaultsOf(snapshot: Snapshot, database: string, role: string): string {
  const { takenBy, roleSettings, settings } = snapshot
  const settingOf = (name: string) =>
    roleSettings.find((one) => one.role === takenBy && one.name === name)?.value ??
    settings.find((one) => one.name === name)?.setting
  const path = searchPath({
    ...snapshot,
    settings: [{ name: 'search_path', setting: settingOf('search_path') ?? 'public', unit: null }],
  })
  const set = (assignment: string) =>
    `alter role ${quoteIdentifier(role)} in database ${quoteIdentifier(database)} set ${assignment}`
  return [
    set(`search_path = ${path.map(quoteIdentifier).join(', ') || "''"}`),
    // Messages are looked at, and are to be in one language.
    set(`lc_messages = 'C'`),
    ...carried.flatMap((name) => {
      const value = settingOf(name)
      return value === undefined ? [] : [set(`${quoteIdentifier(name)} = ${quoteLiteral(value)}`)]
    }),
    // A migration may make roles; they end with the server.
    `alter role ${quoteIdentifier(role)} createrole`,
  ].join('; ')
}
