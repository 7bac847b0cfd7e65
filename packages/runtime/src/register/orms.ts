import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  instrumentDrizzleClasses,
  instrumentKnexClass,
  instrumentKyselyClasses,
  instrumentTypeormClasses,
} from '../drivers/orm-classes.ts'
import { instrumentedRuntime } from '../drivers/prisma-loaded.ts'

export type Import = (url: string) => Promise<{ readonly default?: unknown }>

/** Gives what is to be exported in the place of a module's exports, if it can't be changed in place. */
type Instrument = (exported: object) => unknown

const drizzleFiles = ['db', ...['select', 'insert', 'update', 'query'].map((name) => `query-builders/${name}`)]
const kyselyFile = 'query-executor/query-executor-base.js'
const typeormFiles = [
  'data-source/DataSource.js',
  'entity-manager/EntityManager.js',
  'query-builder/RelationLoader.js',
  ...['Select', 'Insert', 'Update', 'Delete', 'SoftDelete'].map((kind) => `query-builder/${kind}QueryBuilder.js`),
]
const knexFiles = ['postgres', 'cockroachdb', 'redshift', 'pgnative'].map((name) => `lib/dialects/${name}/index.js`)

function each(library: string, files: readonly string[], instrument: Instrument): [string, Instrument][] {
  return files.map((file) => [`${library}/${file}`, instrument])
}

/** By their paths in a folder `node_modules`: files of CommonJS that have what builds queries, or what sends them. */
const commonFiles: ReadonlyMap<string, Instrument> = new Map([
  ...each('knex', knexFiles, instrumentKnexClass),
  ...each('typeorm', typeormFiles, instrumentTypeormClasses),
  ...each('kysely', [`dist/cjs/${kyselyFile}`], instrumentKyselyClasses),
  ...each(
    'drizzle-orm',
    drizzleFiles.map((file) => `pg-core/${file}.cjs`),
    instrumentDrizzleClasses,
  ),
  ...each('@prisma/client', ['runtime/client.js'], instrumentedRuntime),
])

/** Libraries that have other classes as ES modules, which only an import comes to. */
const esLibraries: Readonly<
  Record<string, { readonly files: readonly string[]; readonly instrument: (exported: object) => void }>
> = {
  'drizzle-orm': { files: drizzleFiles.map((file) => `pg-core/${file}.js`), instrument: instrumentDrizzleClasses },
  kysely: { files: [`dist/esm/${kyselyFile}`], instrument: instrumentKyselyClasses },
}

export const esLibraryNames: readonly string[] = Object.keys(esLibraries)

/** What of a library a file is: its name, its folder, and the path in `node_modules`; null of a file of none. */
export function libraryOf(
  file: string,
): { readonly name: string; readonly root: string; readonly path: string } | null {
  const [, before, path] = /^(.*[\\/]node_modules[\\/])([^.].*)$/s.exec(file) ?? []
  if (before === undefined || path === undefined) return null
  const parts = path.split(/[\\/]/)
  const name = parts.slice(0, path.startsWith('@') ? 2 : 1)
  return { name: name.join('/'), root: before + name.join('/'), path: parts.join('/') }
}

/** Of a module that has just been run; gives what is to be exported in its place, or what it exports. */
export function instrumentFile(filename: string, exported: unknown): unknown {
  const instrument = commonFiles.get(libraryOf(filename)?.path ?? '')
  if (instrument === undefined || !isObject(exported)) return exported
  try {
    const instead = instrument(exported)
    return isObject(instead) ? instead : exported
  } catch {
    // Of another release: its lines are not known.
    return exported
  }
}

/**
 * Instruments the ES modules of a library.
 *
 * @param root the folder of the copy
 * @param importModule by the program's own loader, so that they are the modules that the program has
 * @returns whether there was something to instrument
 */
export async function instrumentEsLibrary(name: string, root: string, importModule: Import): Promise<boolean> {
  const library = esLibraries[name]
  if (library === undefined) return false
  try {
    for (const file of library.files) library.instrument(await importModule(pathToFileURL(join(root, file)).href))
    return true
  } catch {
    // Of another release, or broken, which the program will say itself.
    return false
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}
