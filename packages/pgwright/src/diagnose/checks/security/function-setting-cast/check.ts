import { z } from 'zod'
import { inUserSchema, ofNoExtension } from '../../../../observe/index.ts'
import { readableQualified, settingCasts } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({
  schema: z.string(),
  name: z.string(),
  identity: z.string(),
  language: z.enum(['sql', 'plpgsql']),
  source: z.string(),
  policies: z.number(),
})

const castPattern =
  /current_setting\(\s*'([\w]+\.[\w.]+)'\s*(?:,\s*\w+\s*)?\)\s*::\s*(?:smallint|int\w*|bigint|numeric|uuid|bool\w*|date|timestamp\w*|jsonb?)\b/gi

/** What makes an empty setting harmless in a body that can't be parsed as one statement. */
const guardPattern = /\bexception\b|\bnullif\b|''/i

/** A body that PostgreSQL keeps parsed is printed within BEGIN ATOMIC, or as RETURN of one value. */
function statementsOf(source: string): string {
  return source
    .replace(/^BEGIN ATOMIC\b/, '')
    .replace(/\bEND$/, '')
    .replace(/^RETURN\b/, 'select')
}

function settingsCast({ language, source }: z.infer<typeof row>): string[] {
  if (language === 'sql') return [...(settingCasts(statementsOf(source))?.settings ?? [])]
  if (guardPattern.test(source)) return []
  return [...new Set([...source.matchAll(castPattern)].flatMap(([, name]) => name ?? []))]
}

export const check = sqlCheck({
  id: 'function-setting-cast',
  title: 'Function that fails where its setting is empty',
  category: 'security',
  severity: 'warning',
  reads: 'server',
  row,
  // A policy that uses it names its oid in the stored condition.
  sql: () => `
    select n.nspname as schema, f.proname as name, pg_catalog.pg_get_function_identity_arguments(f.oid) as identity,
      l.lanname as language, coalesce(pg_catalog.pg_get_function_sqlbody(f.oid), f.prosrc) as source,
      (select count(*) from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass
        and d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.refobjid = f.oid)::float8 as policies
    from pg_catalog.pg_proc f
    join pg_catalog.pg_namespace n on n.oid = f.pronamespace
    join pg_catalog.pg_language l on l.oid = f.prolang
    where l.lanname in ('sql', 'plpgsql') and ${inUserSchema} and ${ofNoExtension('pg_proc', 'f.oid')}
      and coalesce(pg_catalog.pg_get_function_sqlbody(f.oid), f.prosrc) ~* 'current_setting'
    order by 1, 2, 3`,
  detect: (rows) =>
    rows.flatMap((row) => {
      const settings = settingsCast(row)
      if (settings.length === 0) return []
      const name = `${readableQualified(row.schema, row.name)}(${row.identity})`
      return {
        object: name,
        objectType: 'function',
        message: `The function ${name} casts ${settings.join(', ')} as it is: after the transaction that set it its value is '', and each call fails${row.policies > 0 ? ', and so does every statement on a table whose policy calls it' : ''}.`,
        evidence: { settings, policies: row.policies },
        help: "Cast nullif(current_setting(…, true), ''), which is null where nothing is set.",
      }
    }),
})
