import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { ClientConfig } from 'pg'
import { PgwrightError } from '../model/index.ts'
import { acceptedForms, type Conninfo, fromEnvironment, parseConninfo } from './conninfo.ts'
import { type Login, passwordFromFile } from './password-file.ts'
import { readService } from './service-file.ts'
import { encryption } from './tls.ts'

/** A database to connect to. */
export interface Target {
  /** `user@host:port/database`, never with a password. */
  readonly describe: string
  readonly config: ClientConfig
  /** What to try next where only the encryption stood in the way: libpq's `prefer` and `allow`. */
  readonly fallback?: ClientConfig
}

const applicationName = 'pgwright'
const connectTimeoutMs = 10_000
const defaultPort = 5432

/**
 * Understands what libpq does: a URL, `key=value` pairs or `service=name`, completed by the service file, the `PG*`
 * variables and libpq's defaults. Without a text, `DATABASE_URL`.
 *
 * @throws PgwrightError `usage` for a text that is none of these, or where no database is given at all.
 */
export function parseTarget(text?: string, env: NodeJS.ProcessEnv = process.env): Target {
  const given = text ?? env.DATABASE_URL ?? ''
  const fromEnv = fromEnvironment(env)
  // An empty text comes of an unset variable in a script; it must not lead to some other database.
  if (given === '' && (text !== undefined || Object.keys(fromEnv).length === 0)) throw noDatabase()
  const fromText = given === '' ? {} : parseConninfo(given)
  const service = fromText.service ?? fromEnv.service
  const fromService = service === undefined ? {} : readService(service, env)
  return targetOf({ ...fromEnv, ...fromService, ...fromText }, env)
}

function targetOf(conninfo: Conninfo, env: NodeJS.ProcessEnv): Target {
  const login = loginOf(conninfo)
  const [ssl, other] = login.host.startsWith('/') ? ([false] as const) : encryption(conninfo, env)
  const config: ClientConfig = {
    ...login,
    // A function, so that printing the target prints no password.
    password: () => passwordOf(conninfo, login, env),
    ssl,
    application_name: applicationName,
    connectionTimeoutMillis: timeoutMs(conninfo.connect_timeout),
    // A statement can take hours in silence; a network that died is noticed nevertheless.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // pg uses it where it is offered, but can't insist.
    enableChannelBinding: conninfo.channel_binding === 'require',
    sslnegotiation: conninfo.sslnegotiation === 'direct' && ssl !== false ? 'direct' : 'postgres',
    ...(conninfo.options && { options: conninfo.options }),
  }
  const host = login.host.includes(':') ? `[${login.host}]` : login.host
  const describe = `${login.user}@${host}:${login.port}/${login.database}`
  return { describe, config, ...(other !== undefined && { fallback: { ...config, ssl: other } }) }
}

/** Completed, for pg fills what is missing from its own defaults, which differ from libpq's. */
function loginOf(conninfo: Conninfo): Login {
  const port = conninfo.port ? Number(conninfo.port) : defaultPort
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new PgwrightError('usage', 'The port of the database is not a port number.', 'Give one from 1 to 65535.')
  }
  const host = conninfo.host || conninfo.hostaddr || defaultHost(port)
  if (host.includes(',')) {
    throw new PgwrightError('usage', 'Several hosts are given, and pgwright works on one.', 'Give one host.')
  }
  const user = conninfo.user || ownName()
  return { host, port, user, database: conninfo.dbname || user }
}

/** @throws PgwrightError `usage` where this process's user has no name, as under a container's random user id. */
function ownName(): string {
  try {
    return userInfo().username
  } catch (cause) {
    throw new PgwrightError('usage', 'No user was given for the database.', 'Set PGUSER, or name it in the URL.', {
      cause,
    })
  }
}

/** libpq's own default is a socket in the folder that it was built with: Debian's, or everybody else's. */
function defaultHost(port: number): string {
  const folders = ['/var/run/postgresql', '/tmp']
  return folders.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? 'localhost'
}

function timeoutMs(connectTimeout: string | undefined): number {
  const seconds = Number(connectTimeout)
  return seconds > 0 ? seconds * 1000 : connectTimeoutMs
}

/** Asked for only when the server wants a password. */
function passwordOf(conninfo: Conninfo, login: Login, env: NodeJS.ProcessEnv): string {
  const password = conninfo.password || passwordFromFile(login, conninfo.passfile, env)
  if (password) return password
  throw new PgwrightError(
    'connection',
    `The server wants a password for ${login.user}, and none was given.`,
    'Set PGPASSWORD, or add a line for this server to ~/.pgpass.',
  )
}

function noDatabase(): PgwrightError {
  return new PgwrightError(
    'usage',
    'No database was given.',
    `${acceptedForms}, or set DATABASE_URL or the PG* variables.`,
  )
}
