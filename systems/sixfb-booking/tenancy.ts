import { loginRole, type Tenancy } from '@pgwright/system-frame'

/** The role that the service connects as. */
export const serviceRole = 'sixfb_app'

export const tenancy: Tenancy = {
  column: 'organization_id',
  type: 'integer',
  setting: 'app.current_org_id',
  tenants: 'organizations',
  role: serviceRole,
}

export const roleStatement = loginRole(serviceRole)
