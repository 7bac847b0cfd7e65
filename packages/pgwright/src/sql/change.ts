import { createHash } from 'node:crypto'
import type { Change, ChangeDetails, Forms, Index, ObjectName, Step } from '../model/index.ts'
import { quoteLiteral, quoteQualified, readableQualified } from './quote.ts'

/** Figures that go into a change, all of them estimates on the twin. */
export interface Worth {
  readonly benefit: Change['benefit']
  readonly writeCost: number
  readonly reason: string
  readonly details?: ChangeDetails
  readonly dependsOn: readonly string[]
}

/** Of building and dropping concurrently: others read and write meanwhile, and change no schema. */
export const indexLock = 'ShareUpdateExclusiveLock'

/**
 * An index built concurrently by `sql`; taken back by dropping it.
 *
 * @param then steps that follow, which its text leaves out: it is one statement, for whoever runs it by hand
 */
export function createIndexChange(
  { schema, name: table }: ObjectName,
  name: string,
  sql: string,
  sizeBytes: number,
  worth: Worth,
  then: readonly Step[] = [],
): Change {
  const create = buildStep(sql, schema, table, name, null)
  const made = change('create-index', schema, table, [create], [dropStep(schema, table, name)], sizeBytes, worth)
  return { ...made, steps: [create, ...then] }
}

/** An index dropped concurrently; taken back by building exactly it again, its comment included. */
export function dropIndexChange(
  { schema, table, name, definition, comment }: Pick<Index, 'schema' | 'table' | 'name' | 'definition' | 'comment'>,
  sizeBytes: number,
  worth: Worth,
): Change {
  const rebuild = buildStep(concurrently(definition), schema, table, name, definition)
  const steps = [dropStep(schema, table, name)]
  const rollback = comment === null ? [rebuild] : [rebuild, commentStep(schema, name, comment)]
  return change('drop-index', schema, table, steps, rollback, sizeBytes, worth)
}

/** An index that takes several steps, and several to be taken back; for people, a step to a line. */
export function indexChange(
  schema: string,
  table: string,
  steps: Step[],
  rollback: Step[],
  sizeBytes: number,
  worth: Worth,
): Change {
  const made = change('create-index', schema, table, steps, rollback, sizeBytes, worth)
  const lines = (all: readonly Step[]) => all.map(({ sql }) => sql).join(';\n')
  return { ...made, sql: lines(steps), rollbackSql: lines(rollback) }
}

/** Another type for a column, by many steps; for people, a step to a line. */
export function typeChange(
  { schema, name }: ObjectName,
  steps: Step[],
  rollback: Step[],
  sizeBytes: number,
  reason: string,
): Change {
  const worth = { benefit: { total: 0, queries: [] }, writeCost: 0, reason, dependsOn: [] }
  const made = change('change-type', schema, name, steps, rollback, sizeBytes, worth)
  const lines = (all: readonly Step[]) => all.map(({ sql }) => sql).join(';\n')
  return { ...made, sql: lines(steps), rollbackSql: lines(rollback) }
}

/** Another way of asking the same, for the application to take. */
export function rewriteChange({ schema, name }: ObjectName, forms: Forms, worth: Worth): Change {
  const sql = forms.after.map((asked) => asked.sql).join(';\n')
  const asked = change('rewrite-query', schema, name, [], [], 0, worth)
  return { ...asked, id: idOf('rewrite-query', sql), sql, forms }
}

/** Statistics over columns together, and the `ANALYZE` that fills them; taken back by dropping them. */
export function createStatisticsChange(
  { on, name }: { readonly on: ObjectName; readonly name: string },
  sql: string,
  forms: Change['forms'],
  statistics: NonNullable<Change['statistics']>,
  reason: string,
): Change {
  const table = quoteQualified(on.schema, on.name)
  const object = () => ({ type: 'statistics object' as const, names: [on.schema, name] })
  const rest = { locks: [{ relation: table, mode: indexLock }], transactional: true }
  const steps: Step[] = [
    { sql, ensure: { kind: 'object-present', ...object(), definition: null }, ...rest },
    analyzeStep(on),
  ]
  const drop = `drop statistics ${readableQualified(on.schema, name)}`
  const rollback: Step[] = [{ sql: drop, ensure: { kind: 'object-absent', ...object() }, ...rest }]
  const worth = { benefit: { total: 0, queries: [] }, writeCost: 0, reason, dependsOn: [] }
  return { ...change('create-statistics', on.schema, on.name, steps, rollback, 0, worth), forms, statistics }
}

function change(
  kind: Change['kind'],
  schema: string,
  table: string,
  steps: Step[],
  rollback: Step[],
  sizeBytes: number,
  { dependsOn, ...worth }: Worth,
): Change {
  const sql = steps.map((step) => step.sql).join('; ')
  const rollbackSql = rollback.map((step) => step.sql).join('; ')
  const what = { id: idOf(kind, sql), kind, schema, table, sql, rollbackSql, steps, rollback }
  return { ...what, sizeBytes, ...worth, forms: null, dependsOn: [...dependsOn], trial: null }
}

function idOf(kind: Change['kind'], sql: string): string {
  return createHash('sha256').update(`${kind} ${sql}`).digest('hex').slice(0, 12)
}

/** Builds an index concurrently. */
export function buildStep(sql: string, schema: string, table: string, index: string, definition: string | null): Step {
  return {
    sql,
    ensure: { kind: 'index-present', schema, table, index, definition },
    locks: [{ relation: quoteQualified(schema, table), mode: indexLock }],
    transactional: false,
  }
}

/** The statistics of a table, with those of its indexes' expressions, which are known from then on. */
export function analyzeStep({ schema, name }: ObjectName): Step {
  return {
    sql: `analyze ${readableQualified(schema, name)}`,
    ensure: { kind: 'always' },
    locks: [{ relation: quoteQualified(schema, name), mode: indexLock }],
    transactional: true,
  }
}

function dropStep(schema: string, table: string, index: string): Step {
  return {
    sql: `drop index concurrently ${quoteQualified(schema, index)}`,
    ensure: { kind: 'index-absent', schema, table, index },
    locks: [
      { relation: quoteQualified(schema, table), mode: indexLock },
      { relation: quoteQualified(schema, index), mode: indexLock },
    ],
    transactional: false,
  }
}

function commentStep(schema: string, index: string, comment: string): Step {
  return {
    sql: `comment on index ${quoteQualified(schema, index)} is ${quoteLiteral(comment)}`,
    ensure: { kind: 'always' },
    locks: [{ relation: quoteQualified(schema, index), mode: indexLock }],
    transactional: true,
  }
}

/** `pg_get_indexdef` always begins `CREATE [UNIQUE] INDEX `. */
function concurrently(definition: string): string {
  return definition.replace(/^CREATE (UNIQUE )?INDEX /, (start) => `${start}CONCURRENTLY `)
}
