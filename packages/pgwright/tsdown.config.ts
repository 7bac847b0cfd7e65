import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'tsdown'

const folder = new URL('../../systems/', import.meta.url)
const systems = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/schema`, folder)))

export default defineConfig({
  entry: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  target: 'node20.19',
  fixedExtension: false,
  dts: { entry: 'src/index.ts' },
  outputOptions: {
    // A system looks for its SQL files beside its code, so each has a folder of its own.
    chunkFileNames: ({ name, facadeModuleId }) => {
      const [, system] = facadeModuleId?.match(/\/systems\/([^/]+)\//) ?? []
      return system === undefined ? '[name]-[hash].js' : `systems/${system}/${name}.js`
    },
  },
  copy: [
    'src/postgres/embedded/supervisor.js',
    { from: 'src/diagnose/checks/*/*/docs.md', to: 'dist', flatten: false },
    ...systems.map((system) => ({ from: `../../systems/${system}/schema`, to: `dist/systems/${system}` })),
  ],
})
