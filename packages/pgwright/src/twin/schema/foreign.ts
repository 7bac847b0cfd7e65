import { type ForeignServer, foreignPlanOptions, type Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../../sql/index.ts'
import type { Definition } from './definition.ts'

/**
 * Servers of foreign tables, all of `postgres_fdw`, since a plan needs a wrapper that can plan. They lead nowhere:
 * nothing but a superuser can change the host, and there is no socket in a file.
 */
export function foreignServerDefinitions({ foreignServers, extensions }: Snapshot): Definition[] {
  if (foreignServers.length === 0) return []
  const schema = extensions.find(({ name }) => name === 'postgres_fdw')?.schema ?? 'public'
  const wrapper: Definition = {
    object: 'extension "postgres_fdw"',
    sql: `create extension if not exists postgres_fdw schema ${quoteIdentifier(schema)}`,
    privileged: true,
  }
  return [wrapper, ...foreignServers.map(server)]
}

function server({ name, options }: ForeignServer): Definition {
  const quoted = quoteIdentifier(name)
  return {
    object: `server ${quoted}`,
    sql: `create server ${quoted} foreign data wrapper postgres_fdw
      options (${["host '/dev/null'", ...planOptions(options)].join(', ')});
      grant usage on foreign server ${quoted} to public`,
    privileged: true,
  }
}

/** `options (…)` of a foreign table. */
export function foreignOptions(options: readonly string[]): string {
  const known = planOptions(options)
  return known.length === 0 ? '' : `options (${known.join(', ')})`
}

/** Estimates are never asked of the other server. */
const carried: ReadonlySet<string> = new Set(foreignPlanOptions)

function planOptions(options: readonly string[]): string[] {
  return options.flatMap((option) => {
    const [name = '', ...rest] = option.split('=')
    return carried.has(name) ? [`${name} ${quoteLiteral(rest.join('='))}`] : []
  })
}
