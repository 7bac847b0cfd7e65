import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RuntimeFinding } from '../detect/index.ts'
import { RuntimeError } from '../error.ts'

/** A finding that is known: lines move, so that it is known by statement, file and function. */
export interface KnownFinding {
  readonly check: string
  readonly statement: string
  /** Relative to the baseline's folder, with `/`. */
  readonly file: string | null
  readonly functionName: string | null
}

interface Baseline {
  readonly version: 1
  readonly tests: Readonly<Record<string, readonly KnownFinding[]>>
}

export interface Compared {
  /** Those that are not in the baseline. */
  readonly added: readonly RuntimeFinding[]
  /** Those of the baseline that were not found. */
  readonly gone: readonly KnownFinding[]
}

/**
 * Of one test, which may be one of many that have the same file.
 *
 * @throws RuntimeError `usage` where the file is none of ours
 */
export async function compareWithBaseline(
  path: string,
  test: string,
  findings: readonly RuntimeFinding[],
): Promise<Compared> {
  const found = findings.map((finding) => [keyOf(known(path, finding)), finding] as const)
  if (process.env.PGWRIGHT_UPDATE_BASELINE === '1') {
    const own = new Map(findings.map((finding) => [keyOf(known(path, finding)), known(path, finding)]))
    await update(path, test, [...own.values()])
    return { added: [], gone: [] }
  }
  const before = (await read(path)).tests[test] ?? []
  const keys = new Set(before.map(keyOf))
  const now = new Set(found.map(([key]) => key))
  return {
    added: found.filter(([key]) => !keys.has(key)).map(([, finding]) => finding),
    gone: before.filter((one) => !now.has(keyOf(one))),
  }
}

function known(path: string, { check, statement, site }: RuntimeFinding): KnownFinding {
  const file = site === null ? null : relative(dirname(resolve(path)), site.file).replaceAll('\\', '/')
  return { check, statement, file, functionName: site?.functionName ?? null }
}

function keyOf({ check, statement, file, functionName }: KnownFinding): string {
  return JSON.stringify([check, file, functionName, statement])
}

async function read(path: string): Promise<Baseline> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { version: 1, tests: {} }
  }
  const parsed = parse(text)
  if (parsed?.version === 1 && typeof parsed.tests === 'object') return parsed
  throw new RuntimeError('usage', `${path} is no baseline.`, 'Remove it, and write it with PGWRIGHT_UPDATE_BASELINE=1.')
}

function parse(text: string): Baseline | null {
  try {
    return JSON.parse(text) as Baseline | null
  } catch {
    return null
  }
}

/** Test runners run files in processes of their own, which all write. */
async function update(path: string, test: string, findings: readonly KnownFinding[]): Promise<void> {
  await mkdir(dirname(resolve(path)), { recursive: true })
  await locked(`${path}.lock`, async () => {
    const { tests } = await read(path)
    const { [test]: _, ...others } = tests
    const next = findings.length === 0 ? others : { ...others, [test]: sorted(findings) }
    const ordered = Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1)))
    await writeFile(`${path}.part`, `${JSON.stringify({ version: 1, tests: ordered }, null, 2)}\n`)
    await rename(`${path}.part`, path)
  })
}

function sorted(findings: readonly KnownFinding[]): KnownFinding[] {
  return [...findings].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

const lockTries = 500

async function locked(path: string, work: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await (await open(path, 'wx')).close()
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (tries === lockTries)
        throw new RuntimeError('timeout', `${path} was not given free.`, 'Remove it, where no test is running.')
      await sleep(20)
    }
  }
  try {
    await work()
  } finally {
    await rm(path, { force: true })
  }
}
