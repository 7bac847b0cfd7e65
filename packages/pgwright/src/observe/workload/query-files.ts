import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { PgwrightError } from '../../model/index.ts'
import { fillParameters, quoteLiteral, splitStatements } from '../../sql/index.ts'

/** A statement of a file, with its literals: it goes no further than the process. */
export interface FileQuery {
  /** The file's name without its ending, and where it has several statements `#2` for the second. */
  readonly name: string
  readonly sql: string
  /** How often it is called. */
  readonly calls: number
}

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const line = z.object({
  sql: z.string(),
  calls: z.number().positive().optional(),
  params: z.array(z.unknown()).optional(),
})

/**
 * The statements of files: `.sql`, where a comment `-- weight: 20` before a statement says how often it is called, and
 * `.jsonl` with `{"sql": …, "calls": …, "params": […]}` on each line. Of a folder, every such file in it, in the order
 * of names.
 *
 * @throws PgwrightError `usage` for a path that can't be read, `bad-file` for a file that is neither SQL nor JSON lines
 */
export async function readQueries(paths: readonly string[]): Promise<FileQuery[]> {
  const files = (await Promise.all(paths.map(filesIn))).flat()
  const queries: FileQuery[] = []
  for (const file of files) queries.push(...named(file, statementsOf(file, await readFile(file, 'utf8'))))
  return queries
}

function named(file: string, statements: readonly Omit<FileQuery, 'name'>[]): FileQuery[] {
  const name = path.basename(file).replace(/\.(sql|jsonl)$/, '')
  return statements.map((statement, i) => ({ name: statements.length === 1 ? name : `${name}#${i + 1}`, ...statement }))
}

async function filesIn(given: string): Promise<string[]> {
  try {
    if (!(await stat(given)).isDirectory()) return [given]
    const names = (await readdir(given)).filter((name) => /\.(sql|jsonl)$/.test(name)).sort()
    return names.map((name) => path.join(given, name))
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    const hint = 'Give files or folders that exist and that you may read.'
    throw new PgwrightError('usage', `The queries ${given} can't be read (${reason}).`, hint, { cause })
  }
}

function statementsOf(file: string, text: string): Omit<FileQuery, 'name'>[] {
  return file.endsWith('.jsonl') ? fromJsonLines(file, text) : fromSql(file, text)
}

function fromSql(file: string, text: string): Omit<FileQuery, 'name'>[] {
  try {
    return splitStatements(text).map((sql) => ({ sql, calls: Number(/--\s*weight:\s*([\d.]+)/i.exec(sql)?.[1] ?? 1) }))
  } catch (cause) {
    throw badFile(file, 'it is not SQL that PostgreSQL can parse', cause)
  }
}

function fromJsonLines(file: string, text: string): Omit<FileQuery, 'name'>[] {
  return text.split('\n').flatMap((raw, i) => {
    if (raw.trim() === '') return []
    try {
      const { sql, calls = 1, params = [] } = line.parse(JSON.parse(raw))
      return [{ sql: fillParameters(sql, literals(params)), calls }]
    } catch (cause) {
      throw badFile(file, `line ${i + 1} is not {"sql": …, "calls": …}`, cause)
    }
  })
}

/** What is no single value (an array, an object) stays a parameter, and is planned as one that is not known. */
function literals(params: readonly unknown[]): Map<number, string> {
  return new Map(
    params.flatMap((param, i): [number, string][] => {
      const { success, data } = value.safeParse(param)
      return success ? [[i + 1, data === null ? 'null' : quoteLiteral(String(data))]] : []
    }),
  )
}

function badFile(file: string, why: string, cause: unknown): PgwrightError {
  const hint = 'Correct the file, or leave it out.'
  return new PgwrightError('bad-file', `The file ${file} can't be used: ${why}.`, hint, { cause })
}
