import type { Connection } from 'pgwright'

export interface LoginCall {
  /** An e-mail address or a user name, in any case. */
  readonly login: string
}

interface UserRow {
  readonly id: number
  readonly email: string
  readonly username: string
  readonly hashed_password: string
  readonly is_active: boolean
}

export const userByLoginSql = `select id, email, username, hashed_password, is_active
   from users
   where lower(email) = lower($1) or lower(username) = lower($1)
   order by id`

/** People don't type capitals as they did when they signed up, so `func.lower` on both sides: no index is on that. */
export async function userByLoginNaive(db: Connection, { login }: LoginCall) {
  const [user] = await db.query<UserRow>(
    'select * from users where lower(email) = lower($1) or lower(username) = lower($1) order by id limit 1',
    [login],
  )
  return user === undefined ? null : account(user)
}

/**
 * An index on each expression, and no `limit`: with it the planner may walk through the primary key in the hope to
 * meet the row early. At most two users match, one by either column.
 */
export async function userByLogin(db: Connection, { login }: LoginCall) {
  const [user] = await db.query<UserRow>(userByLoginSql, [login])
  return user === undefined ? null : account(user)
}

function account({ id, email, username, hashed_password, is_active }: UserRow) {
  return { id, email, username, hashedPassword: hashed_password, isActive: is_active }
}
