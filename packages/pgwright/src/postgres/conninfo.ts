import { PgwrightError } from '../model/index.ts'

/** What a connection text or a service file says, by libpq's names of the parameters. */
export type Conninfo = Readonly<Record<string, string>>

export const acceptedForms = "Give postgresql://user@host:5432/database, 'host=… dbname=… user=…' or service=name"

/** libpq's parameters that pgwright heeds, and the environment variables behind them. */
const variables: Conninfo = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  service: 'PGSERVICE',
  options: 'PGOPTIONS',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  channel_binding: 'PGCHANNELBINDING',
  sslmode: 'PGSSLMODE',
  sslnegotiation: 'PGSSLNEGOTIATION',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslpassword: '',
}

/** libpq's parameters that make no difference to what pgwright does, nor to how safe a connection is. */
const ignored = new Set([
  'application_name',
  'client_encoding',
  'fallback_application_name',
  'gssencmode',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
  'sslcompression',
  'sslsni',
  'target_session_attrs',
  'tcp_user_timeout',
])

export function fromEnvironment(env: NodeJS.ProcessEnv): Conninfo {
  const entries = Object.entries(variables).map(([name, variable]) => [name, env[variable] ?? ''] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

/**
 * Reads `postgresql://…` or `key=value …` as libpq does.
 *
 * @throws PgwrightError `usage` for anything else. No message holds any of the text: it may hold a password.
 */
export function parseConninfo(text: string): Conninfo {
  if (/^postgres(ql)?:\/\//i.test(text)) return parseUrl(text)
  const conninfo = parsePairs(text)
  if (conninfo !== undefined) return conninfo
  throw new PgwrightError(
    'usage',
    'The database is given neither as a PostgreSQL URL nor as a connection string.',
    `${acceptedForms}.`,
  )
}

/** `name = value`, where the value may be in single quotes and a backslash takes the next character as it is. */
function parsePairs(text: string): Conninfo | undefined {
  const pair = /\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'(?=\s|$)|((?:[^\s'\\]|\\.)(?:[^\s\\]|\\.)*)?(?=\s|$))\s*/sy
  const conninfo: Record<string, string> = {}
  while (pair.lastIndex < text.length) {
    const [, name, quoted, bare] = pair.exec(text) ?? []
    if (name === undefined) return undefined
    if (name in variables) conninfo[name] = (quoted ?? bare ?? '').replaceAll(/\\(.)/gs, '$1')
    else if (!ignored.has(name)) throw unknownParameter(name)
  }
  return text.trim() === '' ? undefined : conninfo
}

/**
 * Not by `URL` or pg-connection-string: the first knows no socket folder as a host, the second leaves `%2F` in a
 * database's name as it is. Parameters that are none of libpq's are passed over, for object mappers add their own.
 * A bare @ in the database's name is refused: it shows that the password holds a bare slash.
 */
function parseUrl(text: string): Conninfo {
  const [, credentials = '', address = '', dbname = '', query = ''] =
    /^\w+:\/\/(?:([^/?]*)@)?([^/?]*)(?:\/([^?@]*))?(?:\?(.*))?$/s.exec(text) ?? malformed()
  const [, user = '', password = ''] = /^([^:]*)(?::(.*))?$/s.exec(credentials) ?? []
  const parts = { user, password, ...hostAndPort(address), dbname }
  const conninfo = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''))
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(pair) ?? malformed()
    if (name === 'ssl' && value === 'true') conninfo.sslmode ??= 'require'
    if (name !== undefined && name in variables) conninfo[name] = value ?? ''
  }
  return Object.fromEntries(Object.entries(conninfo).map(([name, value]) => [name, decode(value)]))
}

function hostAndPort(address: string): { host: string; port: string } {
  const [, ipv6, name, port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d*))?$/.exec(address) ?? malformed()
  return { host: ipv6 ?? name ?? '', port }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return malformed()
  }
}

function malformed(): never {
  throw new PgwrightError(
    'usage',
    'The URL of the database is malformed, or names several hosts.',
    'Name one host, and write @ : / ? # % within a name or a password as %40 %3A %2F %3F %23 %25.',
  )
}

function unknownParameter(name: string): PgwrightError {
  return new PgwrightError(
    'usage',
    `The connection parameter ${name} is unknown to pgwright.`,
    'Leave it out, or check its spelling.',
  )
}
