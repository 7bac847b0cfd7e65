import type { ClientBase } from 'pg'
import { quoteIdentifier } from '../../sql/index.ts'
import type { DiskValue } from '../files/index-tuple.ts'
import { type Sessions, scratchSchema, withScratch } from './scratch.ts'

/** Values of one type, each as the element of an array's text. */
export interface WantedValues {
  /** Oid of a type that is no domain. */
  readonly type: number
  readonly arrays: readonly string[]
}

interface DiskType {
  readonly type: number
  readonly name: string
  readonly length: number
  readonly alignment: 'c' | 's' | 'i' | 'd'
}

/**
 * The bytes that PostgreSQL keeps values as, for each array of each type; null where the type refuses one of them or it
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
    return `values_${index} (id int, place int, value ${name})`
  })
  return withScratch(sessions, tables, async () => {
    const inspect = await pageInspection(sessions.owner)
    const found: (readonly DiskValue[] | null)[][] = []
    for (const [index, { type, arrays }] of wanted.entries()) {
      const of = types.get(type)
      if (of === undefined) {
        found.push(arrays.map(() => null))
        continue
      }
      const table = `${scratchSchema}.values_${index}`
      // Neither compressed, nor stored elsewhere, nor with a short header: the form that every tuple may have.
      if (of.length === -1) await sessions.owner.query(`alter table ${table} alter value set storage plain`)
      await fill(sessions.builder, table, of, [...arrays.entries()])
      found.push(await inspectValues(sessions.owner, inspect, table, of, arrays.length))
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

/** What fails is halved until the arrays at fault stand alone. */
async function fill(
  builder: ClientBase,
  table: string,
  type: DiskType,
  arrays: readonly (readonly [number, string])[],
): Promise<void> {
  if (arrays.length === 0) return
  try {
    await builder.query(
      `insert into ${table}
       select a.id, v.place, v.value from jsonb_to_recordset($1) as a (id int, "values" text)
       cross join lateral unnest(a."values"::${type.name}[]) with ordinality as v (value, place)`,
      [JSON.stringify(arrays.map(([id, values]) => ({ id, values })))],
    )
  } catch {
    if (arrays.length === 1) return
    const middle = Math.ceil(arrays.length / 2)
    await fill(builder, table, type, arrays.slice(0, middle))
    await fill(builder, table, type, arrays.slice(middle))
  }
}

async function inspectValues(
  owner: ClientBase,
  inspect: string,
  table: string,
  type: DiskType,
  count: number,
): Promise<(readonly DiskValue[] | null)[]> {
  const { rows } = await owner.query<{ data: Buffer; nulls: boolean }>(
    `select t.t_data as data, t.t_bits is not null as nulls
     from generate_series(0, pg_catalog.pg_relation_size('${table}') / current_setting('block_size')::int - 1) as block,
       ${inspect}.heap_page_items(${inspect}.get_raw_page('${table}', block)) as t
     where t.t_data is not null`,
  )
  const found: (DiskValue[] | null)[] = Array.from({ length: count }, () => null)
  for (const { data, nulls } of rows) {
    const id = data.readInt32LE(0)
    const values = found[id] ?? []
    if (!nulls) values[data.readInt32LE(4) - 1] = valueIn(data, type)
    found[id] = values
  }
  // A null leaves a hole.
  return found.map((values) => (values === null || values.includes(undefined as never) ? null : values))
}

const idAndPlace = 8

/** The value after the two numbers; 8 bytes are aligned for every type. */
function valueIn(data: Buffer, { length }: DiskType): DiskValue {
  const variable = length === -1
  // The two low bits of a varlena's length word say that it is neither short nor compressed.
  const bytes = variable ? data.readUInt32LE(idAndPlace) >>> 2 : length
  return { bytes: data.subarray(idAndPlace, idAndPlace + bytes), variable }
}
