import { type ObjectName, PgwrightError, type Step } from '../model/index.ts'
import { quoteQualified, tryParse } from '../sql/index.ts'
import { readCreateIndex } from './index-statement.ts'

type Ensure = Step['ensure']

/** What a step is to bring about that is about a partitioned table's index. */
export type PartitionedEnsure = Extract<
  Ensure,
  { kind: 'partitioned-index-present' | 'partitioned-index-absent' | 'index-attached' | 'index-detached' }
>

export interface PartitionedStep extends Step {
  readonly ensure: PartitionedEnsure
}

const kinds: readonly string[] = [
  'partitioned-index-present',
  'partitioned-index-absent',
  'index-attached',
  'index-detached',
]

export function isPartitioned(ensure: Ensure): ensure is PartitionedEnsure {
  return kinds.includes(ensure.kind)
}

export function isPartitionedStep(step: Step): step is PartitionedStep {
  return isPartitioned(step.ensure)
}

/** What takes a step back. A part can't leave: what it belongs to is dropped, and every part with that. */
export function undoPartitioned({
  ensure,
  locks,
}: Step & {
  readonly ensure: Extract<Ensure, { kind: 'partitioned-index-present' | 'index-attached' }>
}): Step {
  const { schema, table, index } = ensure
  if (ensure.kind === 'index-attached') {
    const { parent } = ensure
    const sql = `drop index ${quoteQualified(parent.schema, parent.name)}`
    return { sql, ensure: { kind: 'index-detached', schema, table, index, parent }, locks, transactional: true }
  }
  const sql = `drop index ${quoteQualified(schema, index)}`
  return { sql, ensure: { kind: 'partitioned-index-absent', schema, table, index }, locks, transactional: true }
}

/**
 * @throws PgwrightError `bad-file` where a step's statement is not what the step says it brings about, or would lock the
 * application out: without `only`, every partition would be locked while its index is built
 */
export function requireSoundPartitioned({ sql, ensure }: PartitionedStep): void {
  if (isSound(sql, ensure)) return
  const name = quoteQualified(ensure.schema, ensure.index)
  throw new PgwrightError(
    'bad-file',
    `A step of the plan is about the index ${name} of a partitioned table, and its statement does not do what the step says.`,
    'Make the plan again, or put its statement right; names in it must be qualified.',
  )
}

function isSound(sql: string, ensure: PartitionedEnsure): boolean {
  const own = { schema: ensure.schema, name: ensure.index }
  switch (ensure.kind) {
    case 'partitioned-index-present': {
      const build = readCreateIndex(sql)
      if (build === null || !build.only || build.concurrently || build.unique) return false
      // The index's own name has no schema, since it is its table's.
      return build.index === own.name && build.schema === own.schema && build.table === ensure.table
    }
    case 'partitioned-index-absent':
      return isSame(readDropIndex(sql), own)
    case 'index-detached':
      return isSame(readDropIndex(sql), ensure.parent)
    case 'index-attached': {
      const attach = readAttach(sql)
      return isSame(attach?.parent ?? null, ensure.parent) && isSame(attach?.part ?? null, own)
    }
    default:
      return ensure satisfies never
  }
}

function isSame(found: ObjectName | null, wanted: ObjectName): boolean {
  return found !== null && found.schema === wanted.schema && found.name === wanted.name
}

/** Of one index, not concurrently and without `cascade`. */
function readDropIndex(sql: string): ObjectName | null {
  const [statement, ...others] = tryParse(sql) ?? []
  if (statement === undefined || others.length > 0 || !('DropStmt' in statement)) return null
  const { removeType, objects = [], concurrent, behavior } = statement.DropStmt
  const [only, ...more] = objects
  if (removeType !== 'OBJECT_INDEX' || concurrent === true || behavior === 'DROP_CASCADE') return null
  if (only === undefined || more.length > 0 || !('List' in only)) return null
  const [schema, name, another] = (only.List.items ?? []).map((item) =>
    'String' in item ? (item.String.sval ?? '') : '',
  )
  return schema === undefined || name === undefined || another !== undefined ? null : { schema, name }
}

/** `alter index … attach partition …`. */
function readAttach(sql: string): { readonly parent: ObjectName; readonly part: ObjectName } | null {
  const [statement, ...others] = tryParse(sql) ?? []
  if (statement === undefined || others.length > 0 || !('AlterTableStmt' in statement)) return null
  const { objtype, relation, cmds = [] } = statement.AlterTableStmt
  const [only, ...more] = cmds
  if (objtype !== 'OBJECT_INDEX' || only === undefined || more.length > 0 || !('AlterTableCmd' in only)) return null
  const { subtype, def } = only.AlterTableCmd
  if (subtype !== 'AT_AttachPartition' || def === undefined || !('PartitionCmd' in def)) return null
  const part = def.PartitionCmd.name
  return {
    parent: { schema: relation?.schemaname ?? '', name: relation?.relname ?? '' },
    part: { schema: part?.schemaname ?? '', name: part?.relname ?? '' },
  }
}
