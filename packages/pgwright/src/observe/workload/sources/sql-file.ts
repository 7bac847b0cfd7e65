import { cutStatements, splitStatements, tryParse } from '../../../sql/index.ts'
import { badFile } from './workload-files.ts'

export interface WeightedStatement {
  readonly sql: string
  /** How often it is called. */
  readonly calls: number
}

/** Larger texts are cut without the parser: it takes fifty times their size in memory. */
const longestParsed = 1024 * 1024

/**
 * The statements of a `.sql` file; a comment `-- weight: 20` before one says how often it is called. Commands of psql are
 * passed over. What can't be parsed is given as it is, for whoever says why it is left out.
 *
 * @throws PgwrightError `bad-file` where nothing in it is SQL
 */
export function sqlStatements(file: string, text: string): WeightedStatement[] {
  return cut(file, text).map((sql) => ({ sql, calls: Number(weight.exec(sql)?.[1] ?? 1) }))
}

const weight = /--\s*weight:\s*(\d+(?:\.\d+)?)/i

function cut(file: string, text: string): string[] {
  try {
    if (text.length <= longestParsed) return splitStatements(text)
  } catch {
    // One statement that is not SQL fails all of them.
  }
  const statements = cutStatements(text.replaceAll(/^\\.*$/gm, ''))
  if (statements.length > 0 && !statements.some((sql) => tryParse(sql) !== null)) {
    throw badFile(file, 'it is no SQL that PostgreSQL can parse, nor JSON lines, a log of PostgreSQL or a snapshot')
  }
  return statements
}
