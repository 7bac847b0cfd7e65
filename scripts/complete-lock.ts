import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Adds to package-lock.json the packages of other platforms that npm has left out: where a registry mirror lacks them,
 * `npm install` writes a lock file without them, which `npm ci` then refuses. They get no integrity here; npm checks
 * what it fetches against the registry's own.
 */
interface Package {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const file = 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Package> }

const platforms: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  aix: 'aix',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
}
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** What a platform package's name says that it is for: `@rollup/rollup-linux-x64-musl`. */
function constraints(name: string): Pick<Package, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/)
  const os = words.flatMap((word) => platforms[word] ?? [])
  const cpu = processors.filter((processor) => words.includes(processor))
  const libc = words.flatMap((word) => (word === 'musl' ? ['musl'] : word === 'gnu' ? ['glibc'] : []))
  return {
    ...(cpu.length === 0 ? {} : { cpu }),
    ...(libc.length === 0 ? {} : { libc }),
    ...(os.length === 0 ? {} : { os }),
  }
}

for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, wanted] of Object.entries(optionalDependencies)) {
    const exact = /^\^?(\d[^\s|]*)$/.exec(wanted)?.[1]
    if (exact === undefined) continue
    lock.packages[`node_modules/${name}`] ??= {
      version: exact,
      ...(dev === true ? { dev } : {}),
      optional: true,
      ...constraints(name),
    }
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`)
