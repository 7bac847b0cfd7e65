import type { ClientBase } from 'pg'
import type { Gap, ObjectName, OpaqueType, Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Definition } from './definition.ts'
import { isReserved } from './reserved.ts'

/** Holds what stubs are made of. No schema of the source is called so: the prefix is the server's own. */
export const stubSchema = 'pg_pgwright_stubs'

/**
 * Types that the twin has not got although all its extensions are made, so that tables with columns of them would be
 * missing too.
 *
 * @param owner the superuser's session
 */
export async function missingTypes(owner: ClientBase, { opaqueTypes }: Snapshot): Promise<OpaqueType[]> {
  const { rows } = await owner.query<ObjectName>(
    `select n.nspname as schema, t.typname as name
     from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
     where t.oid >= 16384`,
  )
  const there = new Set(rows.map(nameOf))
  return opaqueTypes.filter((type) => !isReserved(type.schema) && !there.has(nameOf(type)))
}

/**
 * Types that keep any text, whatever their source's keep: with a length, an alignment or a form from the snapshot, the
 * server would read addresses and lengths where there are none. Their widths come with their columns' statistics.
 */
export function stubTypeDefinitions(missing: readonly OpaqueType[]): Definition[] {
  if (missing.length === 0) return []
  // A count of modifiers takes whatever stands in the brackets: "vector(3)", "geometry(Point,4326)".
  const schema: Definition = {
    object: 'schema of stub types',
    sql: `set allow_system_table_mods = on; create schema ${stubSchema};
      ${functionText('modifiers(cstring[])', 'int4', 'array_cardinality')}; reset allow_system_table_mods`,
    privileged: true,
  }
  return [schema, ...missing.map(stubType)]
}

function stubType(type: OpaqueType, position: number): Definition {
  const name = nameOf(type)
  const [input, output] = [`read_${position}`, `write_${position}`]
  return {
    object: `type ${name}`,
    sql: `create type ${name};
      ${functionText(`${input}(cstring)`, name, 'textin')};
      ${functionText(`${output}(${name})`, 'cstring', 'textout')};
      create type ${name} (input = ${stubSchema}.${input}, output = ${stubSchema}.${output},
        typmod_in = ${stubSchema}.modifiers, internallength = variable, storage = extended, category = 'U',
        collatable = ${type.collatable ? 'true' : 'false'})`,
    privileged: true,
  }
}

function functionText(signature: string, result: string, code: string): string {
  return `create function ${stubSchema}.${signature} returns ${result}
    language internal immutable strict parallel safe as '${code}'`
}

/**
 * What a missing extension leads to is told with the extension; one can be there in a version without the type.
 *
 * @param owner the superuser's session
 */
export async function stubTypeGaps(owner: ClientBase, missing: readonly OpaqueType[]): Promise<Gap[]> {
  if (missing.length === 0) return []
  const { rows } = await owner.query<{ name: string }>('select extname as name from pg_catalog.pg_extension')
  const there = new Set(rows.map(({ name }) => name))
  return missing
    .filter(({ extension }) => extension === null || there.has(extension))
    .map(({ extension, ...type }) => ({
      object: `type ${nameOf(type)}`,
      reason: `${extension === null ? 'it is written in C' : 'the extension has no such type here'}, so the twin has its name and no code`,
      effect: 'statements that need its functions or operators are left out, and its indexes can be missing',
    }))
}

function nameOf({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}
