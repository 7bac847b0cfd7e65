import { z } from 'zod'
import { plural } from '../../../../model/index.ts'
import { readableIdentifier } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'

const row = z.object({ name: z.string(), relocatable: z.boolean(), objects: z.number() })

export const check = sqlCheck({
  id: 'extension-in-public',
  title: 'Extension in the schema public',
  category: 'security',
  severity: 'info',
  optional: true,
  reads: 'server',
  row,
  sql: () => `
    select e.extname as name, e.extrelocatable as relocatable,
      (select count(*) from pg_catalog.pg_depend d where d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        and d.refobjid = e.oid and d.deptype = 'e')::float8 as objects
    from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where n.nspname = 'public'
    order by 1`,
  detect: (rows) =>
    rows.map(({ name, relocatable, objects }) => ({
      object: readableIdentifier(name),
      objectType: 'extension',
      message: `The extension ${name} has its ${plural(objects, 'object')} in the schema public, among those of the application.`,
      evidence: { objects, relocatable },
      help: relocatable
        ? `Move it into a schema of its own, which is then in every search_path: alter extension ${readableIdentifier(name)} set schema ….`
        : 'Create it in a schema of its own in the next database: this one can not be moved.',
    })),
})
