import { PgwrightError, type Step } from '../model/index.ts'
import { quoteQualified } from '../sql/index.ts'

/** A step that builds or drops an index. */
export interface IndexStep extends Step {
  readonly ensure: Extract<Step['ensure'], { kind: 'index-present' | 'index-absent' }>
}

export function isIndexStep(step: Step): step is IndexStep {
  return step.ensure.kind === 'index-present' || step.ensure.kind === 'index-absent'
}

/** The parts of a `CREATE INDEX`; names are as the catalog has them. */
export interface CreateIndex {
  readonly unique: boolean
  readonly concurrently: boolean
  /** Of a partitioned table, and not of its partitions. */
  readonly only: boolean
  readonly index: string
  readonly schema: string
  readonly table: string
  /** From `USING` or the list of columns to the end. */
  readonly body: string
}

const identifier = `"(?:[^"]|"")+"|[^\\s".(]+`
const createIndex = new RegExp(
  `^\\s*create\\s+(unique\\s+)?index\\s+(concurrently\\s+)?(${identifier})\\s+on\\s+(only\\s+)?(${identifier})\\s*\\.\\s*(${identifier})\\s*(.+?)\\s*;?\\s*$`,
  'is',
)
const dropIndex = new RegExp(
  `^\\s*drop\\s+index\\s+concurrently\\s+(${identifier})\\s*\\.\\s*(${identifier})\\s*;?\\s*$`,
  'i',
)

/** Reads the form that plans and `pg_get_indexdef` have; null for any other. */
export function readCreateIndex(sql: string): CreateIndex | null {
  const [match, unique, concurrently, index = '', only, schema = '', table = '', body = ''] =
    createIndex.exec(sql) ?? []
  if (match === undefined) return null
  const names = { index: unquote(index), schema: unquote(schema), table: unquote(table) }
  const flags = { unique: unique !== undefined, concurrently: concurrently !== undefined, only: only !== undefined }
  return { ...flags, ...names, body }
}

/**
 * @throws PgwrightError `bad-file` where a step's statement is not what the step says it brings about, or would lock
 * the application out: a plan is a file, and files get edited
 */
export function requireSoundIndex({ sql, ensure }: IndexStep): void {
  const { schema, table, index } = ensure
  const isSound = ensure.kind === 'index-present' ? isBuild(sql, schema, table, index) : isDrop(sql, schema, index)
  if (isSound) return
  const [verb, what] =
    ensure.kind === 'index-present'
      ? ['create', `${quoteQualified(schema, index)} on ${quoteQualified(schema, table)}`]
      : ['drop', quoteQualified(schema, index)]
  throw new PgwrightError(
    'bad-file',
    `A step of the plan is to ${verb} the index ${what}, and its statement is no "${verb} index concurrently" for that.`,
    'Make the plan again, or put its statement right; names in it must be qualified.',
  )
}

function isBuild(sql: string, schema: string, table: string, index: string): boolean {
  const build = readCreateIndex(sql)
  return (
    build?.concurrently === true &&
    !build.only &&
    build.schema === schema &&
    build.table === table &&
    build.index === index
  )
}

function isDrop(sql: string, schema: string, index: string): boolean {
  const [match, ofSchema = '', name = ''] = dropIndex.exec(sql) ?? []
  return match !== undefined && unquote(ofSchema) === schema && unquote(name) === index
}

function unquote(name: string): string {
  return name.startsWith('"')
    ? name.slice(1, -1).replaceAll('""', '"')
    : name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
