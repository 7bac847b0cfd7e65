import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { PgwrightError } from '../model/index.ts'

export interface Login {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

/**
 * The password that libpq's password file has for a login; the first line that fits wins. Read by us, because pg is
 * about to give it up.
 *
 * @throws PgwrightError `usage` where others may read the file: libpq does not use it then.
 */
export function passwordFromFile(login: Login, file: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const path = file || join(env.HOME || homedir(), '.pgpass')
  const wanted = [fileHost(login.host), String(login.port), login.database, login.user]
  const line = read(path)
    .split(/\r?\n/)
    .filter((text) => !text.startsWith('#'))
    .map(fieldsOf)
    .find((fields) => wanted.every((value, index) => fields[index] === '*' || fields[index] === value))
  return line?.[wanted.length]
}

function read(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false })
  if (!status?.isFile()) return ''
  if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) {
    throw new PgwrightError(
      'usage',
      `The password file ${path} is not used, because other users may read it.`,
      `Run chmod 600 ${path}.`,
    )
  }
  return readFileSync(path, 'utf8')
}

/** A colon or a backslash within a field has a backslash before it. */
function fieldsOf(line: string): string[] {
  const fields = line.matchAll(/((?:\\.?|[^:\\])*)(?::|$)/g)
  return [...fields].map(([, field = '']) => field.replaceAll(/\\(.?)/g, '$1'))
}

/** libpq looks a socket in the usual folder up as `localhost`. */
function fileHost(host: string): string {
  return host === '/tmp' || host === '/var/run/postgresql' || host === '/run/postgresql' ? 'localhost' : host
}
