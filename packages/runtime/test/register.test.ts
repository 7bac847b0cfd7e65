import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'
import ts from 'typescript'
import { expect, test, vi } from 'vitest'
import { createDatabase } from '../../pgwright/test/database.ts'
import { scratchFolder } from '../../pgwright/test/scratch.ts'
import type { ProcessTrace } from '../src/register/register.ts'

// Of each program a process is started, and of each ORM loaded.
vi.setConfig({ testTimeout: 180_000 })

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const scratch = scratchFolder()
const nodeModules = at('../../../node_modules')
symlinkSync(nodeModules, join(scratch, 'node_modules'))
// As it is published: the sources would be translated anew for each program.
await build({
  entry: { register: at('../src/register/register.ts') },
  config: false,
  fixedExtension: false,
  dts: false,
  outDir: join(scratch, 'runtime', 'dist'),
  cwd: at('..'),
  logLevel: 'silent',
})
cpSync(at('../bin'), join(scratch, 'runtime', 'bin'), { recursive: true })
writeFileSync(join(scratch, 'runtime', 'package.json'), JSON.stringify({ type: 'module' }))

const database = await createDatabase({
  schema: `create table author (id int primary key, name text);
    create table post (id int primary key, author_id int references author, title text);
    insert into author select i, 'a' || i from generate_series(100001, 100010) i;
    insert into post select i, 100001 + i % 10, 't' || i from generate_series(1, 30) i`,
})
const { host, port, user = '', database: name = '' } = database.client
const connection = {
  DATABASE_URL: database.url,
  ...{ PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: name, PGPASSWORD: database.password },
}

/** A folder of all programs, with the generated client beside them; compiled, but where `module` is null. */
function makePrograms(folder: string, type: 'module' | 'commonjs', module: ts.ModuleKind | null): void {
  cpSync(at('programs'), join(folder, 'programs'), { recursive: true })
  cpSync(at('prisma'), join(folder, 'prisma'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }))
  if (module === null) return
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  for (const file of files) compile(join(folder, file), module)
}

function compile(file: string, module: ts.ModuleKind): void {
  // A client that is generated for CommonJS knows its folder.
  const source = readFileSync(file, 'utf8').replace(/^globalThis\['__dirname'\].*$/m, '')
  const compilerOptions = { module, target: ts.ScriptTarget.ES2022, rewriteRelativeImportExtensions: true }
  writeFileSync(file.replace(/ts$/, 'js'), ts.transpileModule(source, { compilerOptions }).outputText)
  rmSync(file)
}

const traceFolders = join(scratch, 'traces')

async function traced(file: string, cwd = scratch) {
  const folder = join(traceFolders, encodeURIComponent(file))
  mkdirSync(folder, { recursive: true })
  const options = `--import=${new URL(`file://${join(scratch, 'runtime', 'bin', 'register.js')}`)}`
  const env = { ...process.env, ...connection, NODE_OPTIONS: options, PGWRIGHT_TRACE: folder }
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = spawn(process.execPath, [...loader, file], { cwd, env })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const traces = readdirSync(folder).map((one) => JSON.parse(readFileSync(join(folder, one), 'utf8')) as ProcessTrace)
  const [trace] = traces.filter(({ roundTrips }) => roundTrips > 0)
  return { out, err, trace }
}

/** A few at a time: each has the libraries of its own to load. */
async function byTwo(files: readonly string[], each: (file: string) => Promise<void>): Promise<void> {
  const left = [...files]
  const next = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) await each(file)
  }
  await Promise.all([next(), next()])
}

function repeated(file: string) {
  const line =
    1 +
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((one) => one.includes('repeated'))
  return expect.objectContaining({ check: 'n-plus-one', file, line, times: 5 })
}

const programs = readdirSync(at('programs')).map((file) => file.replace(/\.ts$/, ''))

test.each([
  ['module', ts.ModuleKind.ESNext],
  ['commonjs', ts.ModuleKind.CommonJS],
] as const)('lines of each ORM are known in a program of type %s, which says what it says', async (type, module) => {
  const folder = join(scratch, type)
  makePrograms(folder, type, module)
  await byTwo(programs, async (program) => {
    const file = join(folder, 'programs', `${program}.js`)
    const { out, err, trace } = await traced(file)
    expect({ out, err }).toEqual({ out: `${program}: 15 titles\n`, err: '' })
    expect(trace?.findings).toContainEqual(repeated(file))
    expect(trace?.findings.filter((one) => one.line === null)).toEqual([])
    expect(trace?.linesNotKnown).toEqual([])
  })
})

test('so are those of TypeScript that tsx runs, and of what it has all at once', async () => {
  const types = ['module', 'commonjs'] as const
  await byTwo(types, async (type) => {
    const folder = join(scratch, `tsx-${type}`)
    makePrograms(folder, type as (typeof types)[number], null)
    const all = join(folder, 'programs', 'all.ts')
    writeFileSync(all, programs.map((program) => `import './${program}.ts'\n`).join(''))
    const { out, err, trace } = await traced(all)
    expect(err).toBe('')
    expect(out.trim().split('\n').sort()).toEqual(programs.map((program) => `${program}: 15 titles`))
    for (const program of programs)
      expect(trace?.findings).toContainEqual(repeated(join(folder, 'programs', `${program}.ts`)))
  })
})

test('a copy that is not beside the program is instrumented when it asks, and of what can not be it is said so', async () => {
  const folder = join(scratch, 'monorepo')
  const library = join(folder, 'db', 'node_modules', 'someones-orm')
  for (const one of ['app', library]) mkdirSync(resolve(folder, one), { recursive: true })
  for (const one of ['drizzle-orm', 'pg']) symlinkSync(join(nodeModules, one), join(folder, 'db', 'node_modules', one))
  writeFileSync(
    join(library, 'index.js'),
    `export const lazy = (client, text, values) => ({ then: (...given) => client.query(text, values).then(...given) })`,
  )
  writeFileSync(join(library, 'package.json'), JSON.stringify({ type: 'module', main: 'index.js' }))
  const db = join(folder, 'db', 'db.mjs')
  writeFileSync(
    db,
    `import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { lazy } from 'someones-orm'
const db = drizzle(process.env.DATABASE_URL)
export async function posts() {
  const { rows } = await db.execute(sql\`select id from author order by id limit 8\`)
  for (const { id } of rows) {
    await db.execute(sql\`select title from post where author_id = \${id}\`) // repeated
    await Promise.all([lazy(db.$client, 'select id from post where author_id = $1', [id])])
  }
  await db.$client.end()
}`,
  )
  const main = join(folder, 'app', 'main.mjs')
  writeFileSync(main, `import { posts } from '../db/db.mjs'\nawait posts()`)
  const { err, trace } = await traced(main, join(folder, 'app'))
  expect(err).toBe('')
  expect(trace?.linesNotKnown).toEqual(['someones-orm'])
  expect(trace?.findings).toContainEqual(expect.objectContaining({ file: db, line: 8, times: 8 }))
})
