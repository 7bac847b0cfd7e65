import { readFile } from 'node:fs/promises'
import type { System } from 'pgwright'
import { beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../../packages/pgwright/src/demo/random.ts'
import { checksums, type SmallSystem, smallSystem } from './small-system.ts'

/** What holds of the workload of every system. To be called at the top of a test file. */
export function testWorkload({ benchmarks, writes, scales }: System): void {
  test('the same seed draws the same parameters', () => {
    for (const { parameters } of [...benchmarks, ...writes]) {
      const draw = () => parameters(seededRandom(5), scales.small)
      expect(draw()).toEqual(draw())
    }
  })

  test('weights are those of a hundred calls', () => {
    const total = [...benchmarks, ...writes].reduce((sum, { weight }) => sum + weight, 0)
    expect(total).toBe(100)
  })
}

/**
 * What holds of every system that was built. To be called at the top of a test file.
 *
 * @param modules files of the folder, and how many tables each has
 * @returns the built system and its tables, for what else the file tests
 */
export function testBuild(system: System, schema: URL, modules: Readonly<Record<string, number>>) {
  const built: { system: SmallSystem; tables: readonly string[] } = { system: {} as SmallSystem, tables: [] }
  const sqlOf = (module: string) => readFile(new URL(`${module}.sql`, schema), 'utf8')

  beforeAll(async () => {
    built.system = await smallSystem(system)
    const rows = await built.system.owner.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class
       where relkind in ('r', 'p') and not relispartition and relnamespace::regnamespace::text in ('public', 'partitioned')
       order by 1`,
    )
    built.tables = rows.map(({ name }) => name)
  })

  test.each(Object.entries(modules))('module %s has its %i tables', async (module, count) => {
    const names = [...(await sqlOf(module)).matchAll(/^create table ("?\w+"?)/gm)].map(([, name]) => name)
    expect(names).toHaveLength(count)
    expect(built.tables).toEqual(expect.arrayContaining(names))
  })

  test('every table has rows and a key, and nothing is left of the build', async () => {
    const { owner } = built.system
    expect(await owner.query(`select nspname from pg_namespace where nspname = 'build'`)).toEqual([])
    const keys = await owner.query(
      `select from pg_constraint where contype = 'p' and conrelid = any ($1::regclass[])`,
      [built.tables],
    )
    expect(keys).toHaveLength(built.tables.length)
    for (const table of built.tables) {
      const [row] = await owner.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`)
      expect(row?.rows, table).toBeGreaterThan(0)
    }
  })

  test('every foreign key is there and validated', async () => {
    const [keys] = await built.system.owner.query<{ validated: number }>(
      `select count(*) filter (where convalidated)::integer as validated
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    )
    const written = await Promise.all(Object.keys(modules).map(sqlOf))
    expect(keys?.validated).toBe(written.join('\n').match(/ references /g)?.length)
  })

  test('new rows go on after the loaded ones', async () => {
    const { owner } = built.system
    const columns = await owner.query<{ table: string; column: string }>(
      `select attrelid::regclass::text as table, attname as column from pg_attribute
       where attidentity <> '' and attrelid = any ($1::regclass[])`,
      [built.tables.filter((name) => !name.startsWith('partitioned.'))],
    )
    for (const { table, column } of columns) {
      const [row] = await owner.query<{ next: string; last: string }>(
        `select nextval(pg_get_serial_sequence($1, $2)) as next, max("${column}") as last from ${table}`,
        [table, column],
      )
      expect(Number(row?.next), table).toBe(Number(row?.last) + 1)
    }
  })

  test('two builds agree to the last byte', async () => {
    const again = await smallSystem(system)
    expect(await checksums(again.owner, built.tables)).toEqual(await checksums(built.system.owner, built.tables))
  })

  return built
}
