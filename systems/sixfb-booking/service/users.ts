import type { Connection } from 'pgwright'

interface UserRow {
  readonly id: number
  readonly name: string
}

export const organizationOfOneSql = `
  select o.*
  from user_organizations m
  join organizations o on o.id = m.organization_id
  where m.user_id = $1 and m.is_primary`

/** The seed's N+1: the primary organization of each user, one after another. */
export async function usersWithOrganizationNaive(db: Connection) {
  const users = await db.query<UserRow>('select * from users where is_active = true order by id')
  const list = []
  for (const { id, name } of users) {
    const [organization] = await db.query<{ name: string }>(organizationOfOneSql, [id])
    list.push({ id, name, organization: organization?.name ?? null })
  }
  return list
}

export const usersWithOrganizationSql = `
  select u.id, u.name, o.name as organization
  from users u
  left join user_organizations m on m.user_id = u.id and m.is_primary
  left join organizations o on o.id = m.organization_id
  where u.is_active
  order by u.id`

export async function usersWithOrganization(db: Connection) {
  const users = await db.query<UserRow & { organization: string | null }>(usersWithOrganizationSql)
  return users.map(({ id, name, organization }) => ({ id, name, organization }))
}
