import { partitionedSchema, type Table } from '@pgwright/system-frame'

/** The role of the service. */
export const serviceRole = 'fastnext_app'

/** An index that the product's models made. */
export interface ModelIndex {
  readonly name: string
  readonly table: string
  readonly on: string
  readonly unique?: boolean
}

/** `index=True` and `unique=True, index=True` of the models, besides those of the primary keys. */
export const modelIndexes: readonly ModelIndex[] = [
  { name: 'ix_users_email', table: 'users', on: '(email)', unique: true },
  { name: 'ix_users_username', table: 'users', on: '(username)', unique: true },
  { name: 'ix_roles_name', table: 'roles', on: '(name)', unique: true },
  { name: 'ix_permissions_resource', table: 'permissions', on: '(resource)' },
  { name: 'ix_user_roles_user_id', table: 'user_roles', on: '(user_id)' },
  { name: 'ix_role_permissions_role_id', table: 'role_permissions', on: '(role_id)' },
  { name: 'ix_project_members_project_id', table: 'project_members', on: '(project_id)' },
  { name: 'ix_pages_project_id', table: 'pages', on: '(project_id)' },
  { name: 'ix_components_page_id', table: 'components', on: '(page_id)' },
  { name: 'ix_workflow_steps_instance_id', table: 'workflow_steps', on: '(instance_id)' },
  { name: 'ix_projects_name', table: 'projects', on: '(name)' },
  { name: 'ix_workflow_templates_name', table: 'workflow_templates', on: '(name)' },
  { name: 'ix_activity_logs_action', table: 'activity_logs', on: '(action)' },
  { name: 'ix_audit_trails_entity_type', table: 'audit_trails', on: '(entity_type)' },
]

/** `index=True` on a primary key: a second index on the same column. */
export function keyIndex(table: string): ModelIndex {
  return { name: `ix_${table}_id`, table, on: '(id)' }
}

export function createIndex({ name, table, on, unique = false }: ModelIndex): string {
  return `create ${unique ? 'unique ' : ''}index ${name} on ${table} ${on}`
}

export function grants(tables: readonly Table[]): readonly string[] {
  return [
    `grant select, insert, update, delete on ${tables.map(({ name }) => name).join(', ')} to ${serviceRole}`,
    `grant usage on schema ${partitionedSchema} to ${serviceRole}`,
    `grant select, insert, update, delete on all tables in schema ${partitionedSchema} to ${serviceRole}`,
  ]
}
