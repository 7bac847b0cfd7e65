import type { Snapshot } from '../../model/index.ts'
import { quoteQualified } from '../../sql/index.ts'
import type { Reading } from './reading.ts'
import { inUserSchema, ofNoExtension } from './scope.ts'
import { readUnlocked } from './unlocked.ts'

type DefinedFunction = Snapshot['functions'][number]

interface ListedFunction {
  readonly oid: number
  readonly schema: string
  readonly name: string
}

/** Functions and procedures that one statement can make again, in the order of their creation. */
export async function readFunctions(reading: Reading): Promise<DefinedFunction[]> {
  const { rows: listed } = await reading.client.query<ListedFunction>(
    `select p.oid, n.nspname as schema, p.proname as name
     from pg_proc p
     join pg_namespace n on n.oid = p.pronamespace
     where p.prokind in ('f', 'p') and ${inUserSchema} and ${ofNoExtension('pg_proc', 'p.oid')}
       and not ${inLibrary}
     order by p.oid`,
  )
  const { rows, locked } = await readUnlocked<DefinedFunction>(
    reading.client,
    `select n.nspname as schema, p.proname as name, definition.text as definition
     from pg_proc p
     join pg_namespace n on n.oid = p.pronamespace
     cross join lateral (select pg_get_functiondef(p.oid) as text) as definition
     where p.oid = any($1) and definition.text is not null
     order by p.oid`,
    listed.map(({ oid }) => oid),
  )
  for (const { schema, name } of listed.filter(({ oid }) => locked.includes(oid))) {
    reading.missed({
      object: `function ${quoteQualified(schema, name)}`,
      reason: 'Another session holds an exclusive lock on a relation that its body names.',
      effect: 'It is left out; what calls it is not judged.',
    })
  }
  return rows
}

/** Condition on `pg_proc p`: its code is in a library or in the server itself, as a range type's constructors are. */
export const inLibrary = `p.prolang in (select l.oid from pg_language l where l.lanname in ('c', 'internal'))`
