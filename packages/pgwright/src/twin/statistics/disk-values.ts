import type { ClientBase } from 'pg'
import { quoteIdentifier } from '../../sql/index.ts'
import type { DiskValue } from '../files/index-tuple.ts'
import type { Sessions } from '../sessions.ts'
import { scratchSchema, withScratch } from './scratch.ts'

/** Lists of values of one type, each value as its type writes it. */
export interface WantedValues {
  /** Oid of a type that is no domain. */
  readonly type: number
  readonly lists: readonly (readonly string[])[]
}

interface DiskType {
  readonly type: number
  readonly name: string
  readonly length: number
  readonly alignment: 'c' | 's' | 'i' | 'd'
}

/**
 * The bytes that PostgreSQL keeps values as, for each list of each type; null where the type refuses one of them or it
 * is too long for a page. They are read in the builder's session and written to a table, and what is in its pages is
 * looked at by the superuser.
 */
export async function diskValues(
  sessions: Sessions,
  wanted: readonly WantedValues[],
): Promise<(readonly DiskValue[] | null)[][]> {
  const types = await diskTypes(
    sessions.owner,
    wanted.map(({ type }) => type),
  )
  const tables = wanted.map(({ type }, index) => {
    const name = types.get(type)?.name ?? 'pg_catalog.int4'
    return `values_${index} (id int, place int, value ${name} not null)`
  })
  return withScratch(sessions, tables, async () => {
    const inspect = await pageInspection(sessions.owner)
    const found: (readonly DiskValue[] | null)[][] = []
    for (const [index, { type, lists }] of wanted.entries()) {
      const of = types.get(type)
      if (of === undefined) {
        found.push(lists.map(() => null))
        continue
      }
      const table = `${scratchSchema}.values_${index}`
      // Neither compressed nor stored elsewhere.
      if (of.length === -1) await sessions.owner.query(`alter table ${table} alter value set storage plain`)
      await fill(sessions.builder, table, of, [...lists.entries()])
      found.push(await inspectValues(sessions.owner, inspect, table, of, lists))
    }
    return found
  })
}

async function diskTypes(owner: ClientBase, types: readonly number[]): Promise<Map<number, DiskType>> {
  const { rows } = await owner.query<Omit<DiskType, 'name'> & { schema: string; typname: string }>(
    `select t.oid::int8::int as type, n.nspname as schema, t.typname, t.typlen as length, t.typalign as alignment
     from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
     where t.oid = any($1::oid[]) and t.typlen <> -2`,
    [types],
  )
  return new Map(
    rows.map(({ schema, typname, ...row }) => [
      row.type,
      { ...row, name: `${quoteIdentifier(schema)}.${quoteIdentifier(typname)}` },
    ]),
  )
}

/** The schema of `pageinspect`, which is made for as long as the scratch schema is there unless the source has it. */
async function pageInspection(owner: ClientBase): Promise<string> {
  const { rows } = await owner.query<{ schema: string }>(
    `select quote_ident(n.nspname) as schema from pg_catalog.pg_extension e
     join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'pageinspect'`,
  )
  if (rows[0] !== undefined) return rows[0].schema
  await owner.query(`create extension pageinspect schema ${scratchSchema}`)
  return scratchSchema
}

/** What fails is halved until the lists at fault stand alone. */
async function fill(
  builder: ClientBase,
  table: string,
  type: DiskType,
  lists: readonly (readonly [number, readonly string[]])[],
): Promise<void> {
  if (lists.length === 0) return
  try {
    await builder.query(
      `insert into ${table}
       select l.id, v.place, v.value::${type.name} from jsonb_to_recordset($1) as l (id int, "values" jsonb)
       cross join lateral jsonb_array_elements_text(l."values") with ordinality as v (value, place)`,
      [JSON.stringify(lists.map(([id, values]) => ({ id, values })))],
    )
  } catch {
    if (lists.length === 1) return
    const middle = Math.ceil(lists.length / 2)
    await fill(builder, table, type, lists.slice(0, middle))
    await fill(builder, table, type, lists.slice(middle))
  }
}

async function inspectValues(
  owner: ClientBase,
  inspect: string,
  table: string,
  type: DiskType,
  lists: readonly (readonly string[])[],
): Promise<(readonly DiskValue[] | null)[]> {
  const { rows } = await owner.query<{ data: Buffer }>(
    `select t.t_data as data
     from generate_series(0, pg_catalog.pg_relation_size('${table}') / current_setting('block_size')::int - 1) as block,
       ${inspect}.heap_page_items(${inspect}.get_raw_page('${table}', block)) as t
     where t.t_data is not null`,
  )
  const found: (DiskValue[] | null)[] = lists.map((list) => (list.length === 0 ? [] : null))
  for (const { data } of rows) {
    const id = data.readInt32LE(0)
    const values = found[id] ?? []
    values[data.readInt32LE(4) - 1] = valueIn(data, type)
    found[id] = values
  }
  return found
}

const idAndPlace = 8

/** The value after the two numbers; 8 bytes are aligned for every type. */
function valueIn(data: Buffer, { length }: DiskType): DiskValue {
  if (length > 0) return { bytes: data.subarray(idAndPlace, idAndPlace + length), variable: false }
  const first = data.readUInt8(idAndPlace)
  if ((first & 1) === 0) {
    // The length counts its own word, whose two low bits say that it is neither short nor compressed.
    const size = data.readUInt32LE(idAndPlace) >>> 2
    return { bytes: data.subarray(idAndPlace, idAndPlace + size), variable: true }
  }
  // What went through a sort or a function's result has a header of one byte, which storage does not lengthen again.
  const payload = data.subarray(idAndPlace + 1, idAndPlace + (first >>> 1))
  const header = Buffer.alloc(4)
  header.writeUInt32LE((payload.length + 4) << 2)
  return { bytes: Buffer.concat([header, payload]), variable: true }
}
