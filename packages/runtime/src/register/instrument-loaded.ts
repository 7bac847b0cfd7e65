import { existsSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { instrument as instrumentPg } from '../drivers/pg.ts'
import { instrument as instrumentPostgres } from '../drivers/postgres.ts'

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown
type Import = (url: string) => Promise<{ readonly default?: unknown }>

/**
 * Instruments every copy of `pg` that the program loads, by `require` or `import`: its ES module only hands on what its
 * CommonJS modules are, and of those there is one for each copy. Of postgres.js, the copy beside the program.
 */
export async function instrumentLoaded(importModule: Import): Promise<void> {
  const internals = Module as unknown as { _load: Load }
  const { _load: load } = internals
  internals._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest)
    if (request === 'pg' || /[\\/]pg[\\/]lib(?:[\\/]index(?:\.js)?)?$/.test(request)) tryTo(instrumentPg, loaded)
    return loaded
  }
  // An import asks for a file's module, which is found made already.
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
  }
}

function tryTo(instrument: (loaded: object) => void, loaded: unknown): void {
  if ((typeof loaded === 'object' || typeof loaded === 'function') && loaded !== null) instrument(loaded)
}
