import { chmodSync, readdirSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingHere } from '../../test/majors.ts'
import { scratchFolder } from '../../test/scratch.ts'
import type { DefinedFunction, Snapshot } from '../model/index.ts'
import { openZoo } from '../observe/testing/zoo.ts'
import { quoteLiteral } from '../sql/index.ts'
import { startTwinServer, type TwinServer } from './server.ts'
import { Twin } from './twin.ts'

const zoo = await openZoo(`
  create domain "S 1".d as int;
  create table "S 1".t (id int primary key, d "S 1".d, note text);
  insert into "S 1".t select i, i % 7, 'note ' || i % 10 from generate_series(1, 2000) i;
  create index by_note on "S 1".t (lower(note));
  analyze "S 1".t`)
const snapshot = await zoo.observe()

/** Where any user may write: what lands here was written by the twin's server. */
const folder = scratchFolder()
chmodSync(folder, 0o777)

const asked = { role: null, settings: {} }
const base: Snapshot = {
  ...snapshot,
  schemas: [...snapshot.schemas, 'pg_catalog', 'information_schema'],
  roles: [
    ...snapshot.roles,
    ordinary('postgres', ['pg_execute_server_program']),
    ordinary('pg_execute_server_program', []),
    ordinary('pg_read_server_files', []),
    ordinary('pg_write_server_files', []),
  ],
  relations: snapshot.relations.map((relation) => ({ ...relation, owner: 'pg_execute_server_program' })),
}

/** Each writes a line to `loot` for what it was allowed to do. */
const attempts = [
  `copy (select 1) to program 'touch ${folder}/program'`,
  `copy (select 1) to '${folder}/file'`,
  `create temp table stolen (line text); copy stolen from '/etc/passwd'`,
  `select pg_catalog.pg_read_file('PG_VERSION')`,
  `select pg_catalog.pg_ls_dir('.')`,
  `select pg_catalog.lo_import('/etc/passwd')`,
  'select rolpassword from pg_catalog.pg_authid',
  `alter system set work_mem = '1GB'`,
  'create role intruder superuser',
  `create tablespace theirs location '${folder}'`,
  'create extension dblink',
  'create extension file_fdw',
]
/** Texts that end whatever quotes they are put in and then the statement, and leave a file. */
function breakingOut(start = 'x', rest = ''): string[] {
  return ['"', "'", ')', "')"].map((end) => `${start}${end} ${rest}; copy (select 1) to '${folder}/broken'; --`)
}
const attack = `
  create table public.loot (what text);
  grant all on public.loot to public;
  create function public.attempt() returns void language plpgsql as ${quoteLiteral(`
  declare
    role text;
    command text;
  begin
    for role in select format('set role %I', rolname) from pg_catalog.pg_roles
          where rolsuper or rolname ~ '^pg_' and rolname <> 'pg_database_owner'
        union all select format('set session authorization %I', rolname) from pg_catalog.pg_roles where rolsuper loop
      begin
        execute role;
        insert into public.loot values (role);
      exception when others then null;
      end;
      foreach command in array array[${attempts.map(quoteLiteral).join(', ')}] loop
        begin
          execute command;
          insert into public.loot values (command);
        exception when others then null;
        end;
      end loop;
      execute 'reset role';
    end loop;
  end`)};
  create function public.attack() returns int language plpgsql immutable
    as 'begin perform public.attempt(); return 1; end'`

/** The oldest differs most: there everybody may create in `public`, and statistics are written by hand. */
describe.each([14, 18].filter((major) => !missingHere.has(major)))('a hostile snapshot, on PostgreSQL %i', (major) => {
  let server: TwinServer
  beforeAll(async () => {
    server = await startTwinServer(major)
  })
  afterAll(() => server?.stop())

  async function lootOf(hostile: Snapshot, ...statements: string[]): Promise<string[]> {
    const twin = await Twin.open(hostile, { server })
    try {
      for (const sql of statements) await twin.explain(sql, asked).catch(() => {})
      const [name] = await databases(server)
      const client = new pg.Client(server.url(name))
      await client.connect()
      const { rows } = await client.query<{ what: string }>('select what from public.loot')
      await client.end()
      return [...new Set(rows.map(({ what }) => what))]
    } finally {
      await twin.close()
    }
  }

  test.each<[string, () => Partial<Snapshot>, string[]]>([
    ['in a definition', () => ({ functions: [defined(attack), defined('select public.attack()')] }), []],
    ['while a statement is planned', () => ({ functions: [defined(attack)] }), ['select public.attack()']],
    [
      'in the check of a domain, which its statistics pass through',
      () => ({
        functions: [defined(attack)],
        types: [{ schema: 'S 1', name: 'd', definition: 'create domain "S 1".d as int check (public.attack() = 1)' }],
      }),
      ['select from "S 1".t where d = 3'],
    ],
    [
      'in functions and operators that stand in for those of PostgreSQL',
      () => ({
        functions: [
          defined(attack),
          defined(`create function public.format(text, text, text) returns text language plpgsql
            as 'begin perform public.attack(); return pg_catalog.format($1, $2, $3); end'`),
          defined(`create schema evil; create function evil.to_regclass(text) returns regclass language plpgsql
            as 'begin perform public.attack(); return $1::pg_catalog.regclass; end'`),
          defined(`do $$ begin execute format('alter database %I set search_path = evil, public, pg_catalog',
            current_database()); end $$`),
        ],
      }),
      [],
    ],
    [
      'in the expression of an index',
      () => ({
        functions: [defined(attack)],
        indexes: snapshot.indexes.map((index) =>
          index.name === 'by_note'
            ? { ...index, definition: `create index by_note on "S 1".t ((id + public.attack()))` }
            : index,
        ),
      }),
      ['select from "S 1".t where id + public.attack() = 3'],
    ],
    [
      'in names of types that have no code here, or that are the names of built-in ones',
      () => ({
        functions: [defined(attack)],
        opaqueTypes: ['S 1', 'pg_catalog', 'pg_pgwright_stubs', ...breakingOut()].flatMap((schema) =>
          ['int4', 'text', 'anyarray', 'public.t', ...breakingOut()].map((name) => ({
            schema,
            name,
            extension: 'nowhere',
            collatable: true,
          })),
        ),
        relations: snapshot.relations.map((relation) => ({
          ...relation,
          columns: relation.columns.map((column) =>
            column.name === 'note' ? { ...column, type: '"S 1".text' } : column,
          ),
        })),
      }),
      ['select from "S 1".t where note is null', `select '1'::"S 1".int4, null::"S 1".text(1, x)`],
    ],
    [
      'in families of operators',
      () => ({
        functions: [defined(attack)],
        operatorFamilies: [
          ...breakingOut('x', 'using btree').map((name) => ['S 1', name, 'btree'] as const),
          ...breakingOut('S 1', '.x using btree').map((schema) => [schema, 'x', 'btree'] as const),
          ...breakingOut('btree').map((method) => ['S 1', 'y', method] as const),
        ].map(([schema, name, method]) => {
          const member = { number: 1, left: { schema, name }, right: { schema, name } }
          return {
            schema,
            name,
            method,
            classes: [{ schema, name, type: int4, default: false, storage: { schema, name } }],
            operators: [{ ...member, operator: { schema: 'pg_catalog', name }, sortFamily: { schema, name } }],
            functions: [{ ...member, function: { schema: 'public', name: 'f' }, argumentTypes: [int4] }],
          }
        }),
      }),
      [],
    ],
    [
      'in foreign servers and tablespaces',
      () => ({
        functions: [defined(attack)],
        extensions: [
          { schema: 'public', name: 'postgres_fdw', version: '1' },
          ...breakingOut('public').map((schema) => ({ schema, name: 'cube', version: '1' })),
          ...breakingOut('cube').map((name) => ({ schema: 'public', name, version: name })),
        ],
        foreignServers: breakingOut('x', 'foreign data wrapper postgres_fdw').map((name) => ({
          name,
          wrapper: name,
          options: breakingOut('1').flatMap((text) => [`fdw_startup_cost=${text}`, `${text}=1`, 'host=/']),
        })),
        tablespaces: breakingOut().map((name) => ({
          name,
          options: breakingOut('1').flatMap((text) => [`random_page_cost=${text}`, `${text}=1`, text]),
        })),
        relations: breakingOut().flatMap((tablespace) =>
          snapshot.relations.map((relation) => ({ ...relation, tablespace })),
        ),
      }),
      [],
    ],
    [
      'with several statements in the place of one',
      () => ({ functions: [defined(attack)] }),
      ['select 1; select public.attack()'],
    ],
  ])('gets no right that the twin has not given it: %s', async (_, changes, statements) => {
    expect(await lootOf({ ...base, ...changes() }, ...statements)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  test('does not keep the planner: what sleeps is cancelled, and what evades that is ended', async () => {
    const functions = [
      defined(`create function public.sleep() returns int language plpgsql immutable
        as 'begin perform pg_sleep(1000); return 1; end'`),
      defined(`create function public.stay() returns int language plpgsql immutable as $$
        begin
          perform set_config('statement_timeout', '0', false);
          loop
            begin perform pg_sleep(1000);
            exception when query_canceled then null;
            end;
          end loop;
        end $$`),
      defined(`create function public.deep(int) returns int language sql immutable as 'select public.deep($1 + 1)'`),
      defined(`create function public.many() returns bigint language sql immutable
        as 'select count(*) from generate_series(1, 1e12::bigint)'`),
    ]
    const twin = await Twin.open({ ...snapshot, functions }, { server, statementTimeoutMs: 1000 })
    try {
      await expect(twin.explain('select public.sleep()', asked)).rejects.toMatchObject({ code: '57014' })
      await expect(twin.explain('select public.deep(1)', asked)).rejects.toMatchObject({
        code: expect.stringMatching(/54001|57014/),
      })
      // Out of time, or out of temporary files.
      await expect(twin.explain('select public.many()', asked)).rejects.toMatchObject({
        code: expect.stringMatching(/57014|53400/),
      })
      expect(await twin.explain('select from "S 1".t where id = 5', asked)).toBeTruthy()
      await expect(twin.explain('select public.stay()', asked)).rejects.toThrow()
    } finally {
      await twin.close()
    }
  })

  test('leaves nothing behind when its twin is cancelled half-way', async () => {
    const functions = [defined('select pg_sleep(1000)')]
    const cancel = new AbortController()
    const opening = Twin.open({ ...snapshot, functions }, { server, signal: cancel.signal })
    setTimeout(() => cancel.abort(), 300)
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
    expect(await databases(server)).toEqual([])
    await expect(Twin.open(snapshot, { server, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(await databases(server)).toEqual([])
  })

  test('is on a server that listens to no network', async () => {
    const client = new pg.Client(server.url())
    await client.connect()
    const { rows } = await client.query('show listen_addresses')
    await client.end()
    expect(rows).toEqual([{ listen_addresses: '' }])
  })
})

const int4 = { schema: 'pg_catalog', name: 'int4' }

function ordinary(name: string, memberOf: string[]): Snapshot['roles'][number] {
  return { name, superuser: false, bypassRls: false, memberOf, mayTakeOn: memberOf }
}

function defined(definition: string): DefinedFunction {
  const nothing = { schema: 'pg_catalog', name: 'void' }
  return {
    schema: 'public',
    name: 'f',
    definition,
    kind: 'function',
    language: 'plpgsql',
    arguments: '',
    identity: '',
    argumentTypes: [],
    returnType: nothing,
    result: 'void',
    cost: 100,
    rows: 0,
    volatility: 'v',
    parallel: 'u',
    strict: false,
    leakproof: false,
    support: null,
  }
}

async function databases(server: TwinServer): Promise<string[]> {
  const client = new pg.Client(server.url())
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'twin%'`,
  )
  await client.end()
  return rows.map(({ name }) => name)
}
