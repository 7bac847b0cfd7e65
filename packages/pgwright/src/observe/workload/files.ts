import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { PgwrightError, type Workload } from '../../model/index.ts'
import { fillParameters, quoteLiteral, splitStatements } from '../../sql/index.ts'
import { type CountedStatement, workloadFrom } from './workload.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const line = z.object({
  sql: z.string(),
  calls: z.number().positive().optional(),
  params: z.array(z.unknown()).optional(),
})

/**
 * A workload from files: `.sql`, where a comment `-- weight: 20` before a statement says how often it is called, and
 * `.jsonl` with `{"sql": …, "calls": …, "params": […]}` on each line. Of a folder, every such file in it, in the order of names.
 *
 * @throws PgwrightError `usage` for a path that can't be read, `bad-file` for a file that is neither SQL nor JSON
 * lines, `empty-workload` where there is no query in any of them
 */
export async function readWorkload(paths: readonly string[]): Promise<Workload> {
  const files = (await Promise.all(paths.map(filesIn))).flat()
  const statements: CountedStatement[] = []
  for (const file of files) statements.push(...statementsOf(file, await readFile(file, 'utf8')))
  const workload = workloadFrom(paths.join(', '), statements)
  if (workload.statements.length > 0) return workload
  throw new PgwrightError(
    'empty-workload',
    `There is no query to work on in ${paths.join(', ')}; ${workload.excluded.length} statements were left out.`,
    'Give files of .sql or .jsonl with the queries of the application.',
  )
}

async function filesIn(given: string): Promise<string[]> {
  try {
    if (!(await stat(given)).isDirectory()) return [given]
    const names = (await readdir(given)).filter((name) => /\.(sql|jsonl)$/.test(name)).sort()
    return names.map((name) => path.join(given, name))
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown error'
    const hint = 'Give files or folders that exist and that you may read.'
    throw new PgwrightError('usage', `The workload ${given} can't be read (${reason}).`, hint, { cause })
  }
}

function statementsOf(file: string, text: string): CountedStatement[] {
  return file.endsWith('.jsonl') ? fromJsonLines(file, text) : fromSql(file, text)
}

function fromSql(file: string, text: string): CountedStatement[] {
  try {
    return splitStatements(text).map((sql) => counted(sql, Number(/--\s*weight:\s*([\d.]+)/i.exec(sql)?.[1] ?? 1)))
  } catch (cause) {
    throw badFile(file, 'it is not SQL that PostgreSQL can parse', cause)
  }
}

function fromJsonLines(file: string, text: string): CountedStatement[] {
  return text.split('\n').flatMap((raw, i) => {
    if (raw.trim() === '') return []
    try {
      const { sql, calls = 1, params = [] } = line.parse(JSON.parse(raw))
      return [counted(fillParameters(sql, literals(params)), calls)]
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

/** A file does not say how many rows a statement writes: one for each call. */
function counted(sql: string, calls: number): CountedStatement {
  return { sql, calls, role: null, totalMs: 0, rows: calls }
}

function badFile(file: string, why: string, cause: unknown): PgwrightError {
  const hint = 'Correct the file, or leave it out.'
  return new PgwrightError('bad-file', `The workload file ${file} can't be used: ${why}.`, hint, { cause })
}
