import { loginRole, type Table, type Tenancy, tenantCondition, tenantTable } from '@pgwright/system-frame'

export const serviceRole = 'driveflow_app'

export const tenancy: Tenancy = {
  column: 'orgId',
  type: 'uuid',
  setting: 'app.org_id',
  tenants: '"Organization"',
  role: serviceRole,
}

export const roleStatement = loginRole(serviceRole)

/**
 * Grants and policies of one table.
 *
 * A user may belong to several schools and names none: it is seen by those that it is a member of. Accounts are made by
 * the platform's sign-up and not by a school, so the service only reads them.
 */
export function accessStatements(table: Table): readonly string[] {
  if (table.name !== '"User"') return tenantTable(tenancy, table)
  return [
    `grant select on "User" to ${serviceRole}`,
    'alter table "User" enable row level security',
    `create policy tenant on "User" for select to ${serviceRole} using (
       exists (select from "Membership" m where m."userId" = "User"."id" and ${tenantCondition(tenancy, 'orgId')})
     )`,
  ]
}
