import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { PgwrightError } from '../model/index.ts'
import type { Conninfo } from './conninfo.ts'

/** In the order in which they are to be tried; false is a connection without TLS. */
export type Encryption = readonly [ConnectionOptions | false, (ConnectionOptions | false)?]

/**
 * What `sslmode` means to libpq. pg's own reading differs: to it `prefer` and `require` check the certificate, and
 * `prefer` fails where the server has no TLS.
 *
 * @throws PgwrightError `usage` for an unknown mode or an unreadable file.
 */
export function encryption(conninfo: Conninfo, env: NodeJS.ProcessEnv): Encryption {
  const system = conninfo.sslrootcert === 'system'
  const mode =
    conninfo.sslmode ?? (system ? 'verify-full' : conninfo.sslnegotiation === 'direct' ? 'require' : 'prefer')
  switch (mode) {
    case 'disable':
      return [false]
    case 'allow':
      return [false, tlsOptions(conninfo, env, mode)]
    case 'prefer':
      return [tlsOptions(conninfo, env, mode), false]
    case 'no-verify': // pg's own word for require
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return [tlsOptions(conninfo, env, system ? 'verify-full' : mode)]
    default:
      throw new PgwrightError(
        'usage',
        'The value of sslmode is none that PostgreSQL knows.',
        'Give disable, allow, prefer, require, verify-ca or verify-full.',
      )
  }
}

/** A root certificate, where there is one, is checked against in every mode; the host's name in `verify-full` only. */
function tlsOptions(conninfo: Conninfo, env: NodeJS.ProcessEnv, mode: string): ConnectionOptions {
  const folder = join(env.HOME || homedir(), '.postgresql')
  const ca = conninfo.sslrootcert === 'system' ? undefined : read(conninfo.sslrootcert, join(folder, 'root.crt'))
  const cert = read(conninfo.sslcert, join(folder, 'postgresql.crt'))
  const key = read(conninfo.sslkey, join(folder, 'postgresql.key'))
  if (mode === 'verify-ca' && ca === undefined) {
    throw new PgwrightError(
      'usage',
      'With sslmode=verify-ca a root certificate is needed, and none was found.',
      'Give its file as sslrootcert, or use sslmode=verify-full, which trusts the certificates that Node trusts.',
    )
  }
  return {
    rejectUnauthorized: mode !== 'no-verify' && (ca !== undefined || mode === 'verify-full'),
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(ca && mode !== 'no-verify' && { ca }),
    ...(cert && key && { cert, key }),
    ...(conninfo.sslpassword && { passphrase: conninfo.sslpassword }),
  }
}

function read(given: string | undefined, usual: string): string | undefined {
  const file = given || (existsSync(usual) ? usual : undefined)
  if (file === undefined) return undefined
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new PgwrightError(
      'usage',
      `The certificate or key file ${file} can't be read.`,
      'Check its path and the rights on it.',
      { cause },
    )
  }
}
