import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const { peerDependencies, peerDependenciesMeta, dependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as {
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly dependencies?: Readonly<Record<string, string>>
}

/** What the published sources import of other packages, by the packages' names. */
function imported(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const sources = files.filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|(^|\/)(test|testing\/blog)\b/.test(name))
  const names = sources.flatMap((name) => {
    const text = readFileSync(join(root, 'src', name), 'utf8')
    return [...text.matchAll(/\b(?:from |import |import\()'(@?[a-z][\w/:.-]*)'/g)].map(([, from = '']) => from)
  })
  const packages = names.filter((name) => !name.startsWith('node:'))
  return [...new Set(packages.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')))].sort()
}

it('declares each package that it imports as an optional peer, and has no other dependency', () => {
  expect(imported()).toContain('pg')
  expect(imported().filter((name) => peerDependencies[name] === undefined)).toEqual([])
  const optional = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional === true)
  expect(optional).toEqual(Object.keys(peerDependencies))
  expect(dependencies).toBeUndefined()
})

it('declares the clients of Redis that the cache is handed, which it has no import of', () => {
  expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(['redis', 'ioredis']))
})
