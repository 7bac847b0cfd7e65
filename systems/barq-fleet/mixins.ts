import { type Tenancy, tenantCondition } from '@pgwright/system-frame'

/** The role of the service, and the one that it takes on for the platform's own staff. */
export const serviceRole = 'barq_app'
export const staffRole = 'barq_admin'

export const tenancy: Tenancy = {
  column: 'organization_id',
  type: 'integer',
  setting: 'app.current_org_id',
  tenants: 'organizations',
  role: serviceRole,
}

/**
 * Makes the roles where they are missing: they belong to the whole server, and another database of it may have them.
 * The service may become staff (`set role`) but does not inherit it: a policy also counts for each role whose rights
 * are inherited, and would open every tenant to the service.
 */
export const roleStatement = `do $$
begin
  if not exists (select from pg_roles where rolname = '${serviceRole}') then
    create role ${serviceRole} login;
  end if;
  if not exists (select from pg_roles where rolname = '${staffRole}') then
    create role ${staffRole} nologin;
  end if;
  if not pg_has_role('${serviceRole}', '${staffRole}', 'set') then
    grant ${staffRole} to ${serviceRole} with inherit false, set true;
  end if;
-- Another build on the same server was first.
exception when duplicate_object or unique_violation then null;
end $$`

/** What the seed's BaseModel and TenantMixin add to a table, the redundant index on the primary key included. */
export function mixinStatements(table: string, tenant: boolean): readonly string[] {
  const key = tenant ? 'organization_id' : 'id'
  const own = [
    `create index ix_${table}_id on ${table} (id)`,
    `grant select, insert, update, delete on ${table} to ${serviceRole}, ${staffRole}`,
  ]
  if (!tenant && table !== 'organizations') return own
  return [
    ...own,
    ...(tenant ? [`create index ix_${table}_organization_id on ${table} (organization_id)`] : []),
    `alter table ${table} enable row level security`,
    `create policy ${table}_tenant_isolation on ${table} to ${serviceRole} using (${tenantCondition(tenancy, key)})`,
    `create policy ${table}_staff on ${table} to ${staffRole} using (current_setting('app.is_superuser', true) = 'true')`,
  ]
}
