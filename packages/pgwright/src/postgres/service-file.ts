import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { PgwrightError } from '../model/index.ts'
import type { Conninfo } from './conninfo.ts'

/**
 * What libpq's connection service file says of a service: the user's file first, then the system's.
 *
 * @throws PgwrightError `usage` where no file has it.
 */
export function readService(service: string, env: NodeJS.ProcessEnv): Conninfo {
  const files = [env.PGSERVICEFILE || join(env.HOME || homedir(), '.pg_service.conf')]
  if (env.PGSYSCONFDIR) files.push(join(env.PGSYSCONFDIR, 'pg_service.conf'))
  for (const file of files) {
    const found = section(read(file), service)
    if (found !== undefined) return found
  }
  throw new PgwrightError(
    'usage',
    `The service ${service} is in no connection service file (looked in ${files.join(' and ')}).`,
    'Check its spelling, or set PGSERVICEFILE to the file that has it.',
  )
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function section(text: string, service: string): Conninfo | undefined {
  let found: Record<string, string> | undefined
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[')) {
      if (found !== undefined) return found
      if (line === `[${service}]`) found = {}
      continue
    }
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
    if (found !== undefined && name !== undefined && value !== undefined) found[name] = value
  }
  return found
}
