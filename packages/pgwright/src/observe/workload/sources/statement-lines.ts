import { statementLineSchema } from '../../../model/index.ts'
import { formatArrayText, quoteLiteral } from '../../../sql/index.ts'
import { badFile } from './workload-files.ts'

export interface StatementLine {
  readonly sql: string
  readonly calls: number
  readonly totalMs: number
  /** Literals, quoted, by the number of their parameter. */
  readonly params: ReadonlyMap<number, string>
}

/**
 * One line of a `.jsonl` file, see `statementLineSchema`.
 *
 * @throws PgwrightError `bad-file`, with the number of the line and nothing that stands in it
 */
export function readStatementLine(file: string, text: string, number: number): StatementLine {
  const line = statementLineSchema.safeParse(parsed(text))
  if (!line.success) {
    const place = line.error.issues[0]?.path[0]
    const what = place === undefined ? '' : `: its ${String(place)} is not what it should be`
    throw badFile(file, `line ${number} is not {"sql": …, "calls": …, "params": […]}${what}`)
  }
  const { sql, calls = 1, durationMs = 0, params } = line.data
  return { sql, calls, totalMs: durationMs, params: literals(params ?? []) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** As drivers send them: lists as arrays, objects as JSON. */
function literals(params: readonly unknown[]): Map<number, string> {
  return new Map(params.flatMap((param, i) => (isRounded(param) ? [] : [[i + 1, literal(param)] as const])))
}

/** A whole number that JSON has more digits of than JavaScript: what it was is not known. */
function isRounded(param: unknown): boolean {
  if (typeof param === 'number') return Number.isInteger(param) && !Number.isSafeInteger(param)
  return typeof param === 'object' && param !== null && Object.values(param).some(isRounded)
}

function literal(param: unknown): string {
  if (param === null || param === undefined) return 'null'
  if (Array.isArray(param)) {
    const flat = param.every((value) => typeof value !== 'object' || value === null)
    return quoteLiteral(flat ? arrayText(param) : JSON.stringify(param))
  }
  return quoteLiteral(typeof param === 'object' ? JSON.stringify(param) : String(param))
}

function arrayText(values: readonly unknown[]): string {
  const parts = values.map((value) => (value === null ? 'NULL' : formatArrayText([String(value)]).slice(1, -1)))
  return `{${parts.join(',')}}`
}
