import { fileURLToPath } from 'node:url'
import { build } from 'tsdown'
import config from '../tsdown.config.ts'

/** Beside `dist`, which `npm pack` makes anew while tests run, so that the bundle finds the package's own files. */
const folder = '.tested'

/**
 * Builds what the package runs, once for all tests: sources that are translated for each command take several times as
 * long as most commands do.
 */
export async function buildCli(): Promise<void> {
  const { copy, ...options } = config
  const copied = [copy ?? []]
    .flat()
    .map((entry) =>
      typeof entry === 'object' && 'to' in entry && typeof entry.to === 'string'
        ? { ...entry, to: entry.to.replace(/^dist/, folder) }
        : entry,
    )
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  await build({ ...options, copy: copied as never, cwd, config: false, dts: false, outDir: folder, logLevel: 'silent' })
}
