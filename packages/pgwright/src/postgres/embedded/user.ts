import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { PgwrightError } from '../../model/index.ts'

/** The user that the server runs as where that is not the user who runs pgwright. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root, so root needs another user for it: the one behind `sudo`, else `postgres`, else
 * `nobody`, else any. One is created only where there is none. Undefined when not root.
 *
 * @throws PgwrightError `unsupported` where no user can be had, or where the own user id has no name.
 */
export function serverUser(env: NodeJS.ProcessEnv = process.env): ServerUser | undefined {
  if (process.getuid?.() !== 0) {
    requireName()
    return undefined
  }
  const user = candidates(env).find(usable) ?? createUser()
  if (user) return user
  throw new PgwrightError(
    'unsupported',
    'PostgreSQL refuses to run as root, and no other user could be used or created.',
    'Run pgwright as an ordinary user, or create one named postgres.',
  )
}

/** Whether the server's user passes `test -<flag> <path>`. */
export function userCan(user: ServerUser | undefined, flag: 'r' | 'w' | 'x', path: string): boolean {
  return spawnSync('/bin/sh', ['-c', `test -${flag} "$0"`, path], { ...user, stdio: 'ignore' }).status === 0
}

function candidates(env: NodeJS.ProcessEnv): ServerUser[] {
  const users = passwdUsers()
  const preferred = ['postgres', 'nobody'].flatMap((name) => users.filter((user) => user.name === name))
  return [...sudoUser(env), ...preferred, ...users].filter((user) => user.uid !== 0)
}

function sudoUser({ SUDO_UID, SUDO_GID }: NodeJS.ProcessEnv): ServerUser[] {
  return SUDO_UID && SUDO_GID ? [{ uid: Number(SUDO_UID), gid: Number(SUDO_GID) }] : []
}

function passwdUsers(): (ServerUser & { readonly name: string })[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

/** In a user namespace an id may have no mapping, and taking it on fails. */
function usable(user: ServerUser): boolean {
  return spawnSync('/bin/sh', ['-c', ':'], { uid: user.uid, gid: user.gid, stdio: 'ignore' }).status === 0
}

function createUser(): ServerUser | undefined {
  spawnSync('useradd', ['--system', '--no-create-home', 'postgres'], { stdio: 'ignore' })
  return passwdUsers().find((user) => user.uid !== 0 && usable(user))
}

/** initdb looks its user up by id and gives up where there is no entry, as under a container's random user id. */
function requireName(): void {
  try {
    userInfo()
  } catch (cause) {
    throw new PgwrightError(
      'unsupported',
      `The user id ${process.getuid?.()} has no entry in /etc/passwd, and PostgreSQL does not start without one.`,
      'Add an entry for it, or run pgwright as a user that has one.',
      { cause },
    )
  }
}
