import { existsSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { instrument as instrumentPg } from '../drivers/pg.ts'
import { instrument as instrumentPostgres } from '../drivers/postgres.ts'
import { esLibraryNames, type Import, instrumentEsLibrary, instrumentFile, libraryOf } from './orms.ts'

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown

interface Loaded {
  exports: unknown
}

interface Internals {
  _load: Load
  readonly prototype: { _compile(this: Loaded, source: string, filename: string, ...rest: unknown[]): unknown }
}

/**
 * Instruments what the program loads: every copy of `pg`, by `require` or `import`, as its ES module only hands on what
 * its CommonJS modules are, and of those there is one for each copy; so too of the ORMs. Of postgres.js, Drizzle and
 * Kysely, whose ES modules are others, the copy beside the program.
 */
export async function instrumentLoaded(importModule: Import): Promise<void> {
  const internals = Module as unknown as Internals
  const { _load: load } = internals
  internals._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest)
    if (request === 'pg' || /[\\/]pg[\\/]lib(?:[\\/]index(?:\.js)?)?$/.test(request)) tryTo(instrumentPg, loaded)
    return loaded
  }
  const { _compile: compile } = internals.prototype
  // Before what it exports is noted for imports.
  internals.prototype._compile = function (source, filename, ...rest) {
    const result = compile.call(this, source, filename, ...rest)
    const { exports: exported } = this
    const instead = instrumentFile(filename, exported)
    if (instead !== exported) this.exports = instead
    return result
  }
  // An import asks for a file's module, which is found made already.
  const found = new Set<string>()
  for (const folder of new Set([process.cwd(), process.argv[1] ?? '.'])) {
    const require = createRequire(resolve(folder, 'noop.js'))
    try {
      tryTo(instrumentPg, require('pg'))
    } catch {
      // This program does without.
    }
    try {
      tryTo(instrumentPostgres, require('postgres'))
      // Its ES module is another copy, beside the CommonJS one.
      const module = new URL('../../src/index.js', pathToFileURL(require.resolve('postgres')))
      if (existsSync(module)) tryTo(instrumentPostgres, (await importModule(module.href)).default)
    } catch {
      // And without this one.
    }
    for (const name of esLibraryNames) {
      const root = rootOf(name, require)
      if (root === null || found.has(root)) continue
      found.add(root)
      await instrumentEsLibrary(name, root, importModule)
    }
  }
}

function rootOf(name: string, require: NodeJS.Require): string | null {
  try {
    return libraryOf(require.resolve(name))?.root ?? null
  } catch {
    return null
  }
}

function tryTo(instrument: (loaded: object) => void, loaded: unknown): void {
  if ((typeof loaded === 'object' || typeof loaded === 'function') && loaded !== null) instrument(loaded)
}
