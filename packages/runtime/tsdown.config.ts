import { existsSync, readFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'

const at = (path: string) => new URL(path, import.meta.url)
const { exports } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
  exports: Readonly<Record<string, unknown>>
}

/** A subpath is a room, or a file of one that has several. */
function sourceOf(name: string): string {
  const places = [
    `src/${name}.ts`,
    `src/${name}/index.ts`,
    `src/${name}/${name}.ts`,
    `src/drivers/${name}.ts`,
    `src/testing/${name}.ts`,
    `src/middleware/${name}.ts`,
  ]
  const found = places.find((path) => existsSync(at(path)))
  if (found === undefined) throw new Error(`There is no source for the subpath ${name}: none of ${places.join(', ')}.`)
  return found
}

const names = Object.keys(exports).flatMap((path) =>
  path.endsWith('.json') ? [] : path === '.' ? ['index'] : [path.slice(2)],
)

export default defineConfig({
  entry: Object.fromEntries(names.map((name) => [name, sourceOf(name)])),
  target: 'node20.19',
  fixedExtension: false,
  dts: true,
})
