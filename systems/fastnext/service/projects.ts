import type { Connection } from 'pgwright'
import type { UserCall } from './user-call.ts'

interface ProjectRow {
  readonly id: number
  readonly name: string
  readonly status: string
  readonly owner_id: number
  readonly updated_at: Date
}

interface CountedProjectRow extends ProjectRow {
  readonly owner: string
  readonly members: number
  readonly open_items: number
}

const pageSize = 25

/** The start page of a user: for each project its owner, its members and its items, asked for one by one. */
export async function projectsOfUserNaive(db: Connection, { userId }: UserCall) {
  const projects = await db.query<ProjectRow>(
    `select p.* from projects p
     join project_members m on m.project_id = p.id
     where m.user_id = $1
     order by p.updated_at desc, p.id desc
     limit $2`,
    [userId, pageSize],
  )
  const list = []
  for (const project of projects) {
    const [owner] = await db.query<{ username: string }>('select * from users where id = $1', [project.owner_id])
    const members = await db.query('select * from project_members where project_id = $1', [project.id])
    const items = await db.query<{ status: string }>('select * from items where project_id = $1', [project.id])
    const open = items.filter(({ status }) => status === 'open')
    list.push(listItem(project, { owner: owner?.username ?? '', members: members.length, open_items: open.length }))
  }
  return list
}

/** One statement; what is counted is counted for the page's projects alone. */
export async function projectsOfUser(db: Connection, { userId }: UserCall) {
  const projects = await db.query<CountedProjectRow>(
    `select p.id, p.name, p.status, p.owner_id, p.updated_at, u.username as owner,
       (select count(*)::integer from project_members m where m.project_id = p.id) as members,
       (select count(*)::integer from items i where i.project_id = p.id and i.status = 'open') as open_items
     from (
       select p.id, p.name, p.status, p.owner_id, p.updated_at
       from projects p
       join project_members m on m.project_id = p.id
       where m.user_id = $1
       order by p.updated_at desc, p.id desc
       limit $2
     ) p
     join users u on u.id = p.owner_id
     order by p.updated_at desc, p.id desc`,
    [userId, pageSize],
  )
  return projects.map((project) => listItem(project, project))
}

function listItem(
  { id, name, status, updated_at }: ProjectRow,
  { owner, members, open_items }: Pick<CountedProjectRow, 'owner' | 'members' | 'open_items'>,
) {
  return { id, name, status, updatedAt: updated_at, owner, members, openItems: open_items }
}
