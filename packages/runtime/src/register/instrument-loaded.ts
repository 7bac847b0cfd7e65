import Module, { createRequire } from 'node:module'
import { join } from 'node:path'
import { instrument } from '../drivers/pg.ts'

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown

/**
 * Instruments every copy of `pg` that the program loads, by `require` or `import`: its ES module only hands on what its
 * CommonJS modules are, and of those there is one for each copy.
 */
export function instrumentLoaded(): void {
  const internals = Module as unknown as { _load: Load }
  const { _load: load } = internals
  internals._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest)
    if (request === 'pg' || /[\\/]pg[\\/]lib(?:[\\/]index(?:\.js)?)?$/.test(request)) tryInstrument(loaded)
    return loaded
  }
  // An import asks for a file's module, which is found made already.
  for (const folder of new Set([process.cwd(), process.argv[1] ?? '.'])) {
    try {
      tryInstrument(createRequire(join(folder, 'noop.js'))('pg'))
    } catch {
      // This program does without.
    }
  }
}

function tryInstrument(loaded: unknown): void {
  if (typeof loaded === 'object' || typeof loaded === 'function') if (loaded !== null) instrument(loaded)
}
