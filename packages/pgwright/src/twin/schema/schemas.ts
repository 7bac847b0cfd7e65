import type { Gap, Snapshot } from '../../model/index.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import type { Definition } from './definition.ts'

/** `public` is there in every new database. */
export function schemaDefinition(name: string, twinRole: string): Definition {
  const [schema, owner] = [quoteIdentifier(name), quoteIdentifier(twinRole)]
  return {
    object: `schema ${schema}`,
    sql: `create schema if not exists ${schema}; alter schema ${schema} owner to ${owner}`,
    privileged: true,
  }
}

/**
 * Extensions through which a snapshot, which is a file from elsewhere, could reach other servers, files or programs.
 * Foreign tables have `postgres_fdw` all the same, of which no text of the snapshot can make use.
 */
const reachingOut =
  /^(adminpack|dblink|file_fdw|postgres_fdw|plperlu|pltclu|plpython\w*u|\w+_plperlu|\w+_plpython\w*u)$/

const withoutCode =
  'tables with columns of its types are there; statements that need its functions or operators are left out, and its indexes are missing'

export function extensionDefinitions({ extensions }: Snapshot): Definition[] {
  return extensions
    .filter(({ name }) => !reachingOut.test(name))
    .map(({ schema, name }) => {
      const [extension, into] = [quoteIdentifier(name), quoteIdentifier(schema)]
      return {
        object: `extension ${extension}`,
        sql: `create extension if not exists ${extension} schema ${into} cascade`,
        privileged: true,
        effect: withoutCode,
      }
    })
}

export function extensionGaps({ extensions }: Snapshot): Gap[] {
  return extensions
    .filter(({ name }) => reachingOut.test(name) && name !== 'postgres_fdw')
    .map(({ name }) => ({
      object: `extension ${quoteIdentifier(name)}`,
      reason: 'it reaches files, programs or other servers, which a twin must not',
      effect: withoutCode,
    }))
}

/**
 * A role that ran a statement on the source could read what it read; without that right EXPLAIN refuses here. Functions
 * are everybody's from the start, but for those that extensions keep for superusers.
 */
export function grants(name: string): Definition {
  const schema = quoteIdentifier(name)
  const kinds = ['tables', 'sequences'].map((kind) => `grant all on all ${kind} in schema ${schema} to public`)
  return {
    object: `rights in ${schema}`,
    sql: [`grant usage on schema ${schema} to public`, ...kinds].join('; '),
    privileged: true,
  }
}
