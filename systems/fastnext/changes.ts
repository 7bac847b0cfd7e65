import { index } from '@pgwright/system-frame'
import type { DeclaredChange } from 'pgwright'
import { serviceRole } from './product.ts'
import { rewrites } from './rewrites.ts'
import { auditTrailSql } from './service/audit.ts'
import { userByLoginSql } from './service/login.ts'
import { templatesByConfigSql } from './service/templates.ts'

/**
 * Only containment is asked, so `jsonb_path_ops`: one entry for each value with the whole way to it, where the default
 * class of the seed has one for each key and each value. It is smaller, and finds less that has to be looked at again.
 */
const templateConfig: DeclaredChange = {
  name: 'index-template-config',
  kind: 'create-index',
  schema: 'public',
  table: 'workflow_templates',
  steps: [
    index({
      table: 'workflow_templates',
      name: 'idx_workflow_templates_config_gin',
      on: 'using gin (config jsonb_path_ops)',
    }),
  ],
  forms: {
    before: [{ sql: templatesByConfigSql, times: null }],
    after: [{ sql: templatesByConfigSql, times: null }],
    // Connectors that few templates have.
    values: `
      select jsonb_build_object('steps', jsonb_build_array(jsonb_build_object('connector', connector, 'operation', operation))), 100
      from (
        select step ->> 'connector' as connector, step ->> 'operation' as operation
        from public.workflow_templates
        cross join lateral jsonb_array_elements(config -> 'steps') as step
        where step ? 'connector'
        group by 1, 2
        order by count(*), 1, 2
        limit 5
      ) as rare`,
    role: serviceRole,
  },
  reason: 'A search by containment finds its templates in the index, and need not decompress every configuration.',
}

const auditMetadata: DeclaredChange = {
  name: 'index-audit-metadata',
  kind: 'create-index',
  schema: 'public',
  table: 'audit_trails',
  steps: [
    index({
      table: 'audit_trails',
      name: 'idx_audit_trails_metadata_gin',
      on: 'using gin (metadata jsonb_path_ops)',
    }),
  ],
  forms: {
    before: [{ sql: auditTrailSql, times: null }],
    after: [{ sql: auditTrailSql, times: null }],
    values: `
      select jsonb_build_object('ticket', metadata -> 'ticket', 'source',
        jsonb_build_object('channel', metadata #> '{source,channel}')), 100
      from public.audit_trails
      where metadata ? 'ticket' and id <= 1000
      order by id
      limit 5`,
    role: serviceRole,
  },
  reason: 'The trail of a ticket is found in the index, whatever else its metadata hold.',
}

/** Unique, which the columns alone are not: Ada@example.com and ada@example.com are one address. */
const loginInAnyCase: DeclaredChange = {
  name: 'index-login-in-any-case',
  kind: 'create-index',
  schema: 'public',
  table: 'users',
  steps: [
    index({ table: 'users', name: 'idx_users_email_lower', unique: true, on: '(lower(email))' }),
    index({ table: 'users', name: 'idx_users_username_lower', unique: true, on: '(lower(username))' }),
  ],
  forms: {
    before: [{ sql: userByLoginSql, times: null }],
    after: [{ sql: userByLoginSql, times: null }],
    values: 'select lower(email) from public.users where id % 100 = 7 order by id limit 5',
    role: serviceRole,
  },
  reason:
    'Whoever signs in is found by two indexes on what is compared, and nobody can take an address in other capitals.',
}

/** What the seed adds and the advice can't know of: searches in jsonb, expressions, and other statements. */
export const changes: readonly DeclaredChange[] = [templateConfig, auditMetadata, loginInAnyCase, ...rewrites]
