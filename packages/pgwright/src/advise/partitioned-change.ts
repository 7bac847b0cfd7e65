import type { Change, ObjectName, Snapshot, Step } from '../model/index.ts'
import {
  analyzeStep,
  buildStep,
  createIndexChange,
  indexChange,
  quoteQualified,
  readableQualified,
  type Worth,
} from '../sql/index.ts'
import { createIndexOnOnlySql, createIndexSql, type SpecCandidate } from '../twin/index.ts'
import type { IndexNames } from './index-name.ts'
import { Partitions } from './partitions.ts'

/** The change that brings a candidate about, on a partitioned table part by part. */
export function newIndexChange(candidate: SpecCandidate, snapshot: Snapshot, names: IndexNames, worth: Worth): Change {
  const partitions = new Partitions(snapshot)
  const { spec, sizeBytes } = candidate
  const name = names.name(spec)
  // Until then the planner guesses what an expression's values are, and may not use the index that was built for them.
  const then = spec.keys.some(({ reads }) => reads !== undefined) ? [analyzeStep(spec.on)] : []
  if (partitions.childrenOf(spec.on).length === 0)
    return createIndexChange(spec.on, name, createIndexSql(spec, name, true), sizeBytes, worth, then)
  const { shells, builds, attaches } = stepsOn(candidate, spec.on, name, partitions, names)
  const { schema, name: table } = spec.on
  const drop: Step = {
    sql: `drop index ${quoteQualified(schema, name)}`,
    ensure: { kind: 'partitioned-index-absent', schema, table, index: name },
    locks: [spec.on, ...partitions.leavesOf(spec.on)].map((one) => lockOf(one, 'AccessExclusiveLock')),
    transactional: true,
  }
  const again = candidate.adopted.map(({ on, schema: ofSchema, name: index, definition }) =>
    buildStep(concurrently(definition), ofSchema, on.name, index, definition),
  )
  return indexChange(schema, table, [...shells, ...builds, ...attaches, ...then], [drop, ...again], sizeBytes, worth)
}

interface Parts {
  readonly shells: readonly Step[]
  readonly builds: readonly Step[]
  /** Those of lower levels first: the whole becomes valid with the last. */
  readonly attaches: readonly Step[]
}

function stepsOn(
  candidate: SpecCandidate,
  on: ObjectName,
  index: string,
  partitions: Partitions,
  names: IndexNames,
): Parts {
  const parts = partitions.childrenOf(on).map((child): Parts => {
    const table = { schema: child.schema, name: child.name }
    const attached = (name: string) => [attachStep({ schema: on.schema, name: index }, table, name)]
    const own = candidate.adopted.find((one) => one.on.schema === child.schema && one.on.name === child.name)
    if (own !== undefined) return { shells: [], builds: [], attaches: attached(own.name) }
    const spec = { ...candidate.spec, on: table }
    const name = names.name(spec)
    if (child.kind !== 'partitioned') {
      const build = buildStep(createIndexSql(spec, name, true), child.schema, child.name, name, null)
      return { shells: [], builds: [build], attaches: attached(name) }
    }
    const below = stepsOn(candidate, table, name, partitions, names)
    return { ...below, attaches: [...below.attaches, ...attached(name)] }
  })
  return {
    shells: [shellStep(candidate, on, index), ...parts.flatMap(({ shells }) => shells)],
    builds: parts.flatMap(({ builds }) => builds),
    attaches: parts.flatMap(({ attaches }) => attaches),
  }
}

function shellStep({ spec }: SpecCandidate, on: ObjectName, index: string): Step {
  return {
    sql: createIndexOnOnlySql({ ...spec, on }, index),
    ensure: { kind: 'partitioned-index-present', schema: on.schema, table: on.name, index, definition: null },
    locks: [lockOf(on, 'ShareLock')],
    transactional: true,
  }
}

function attachStep(parent: ObjectName, table: ObjectName, index: string): Step {
  const [whole, part] = [parent, { schema: table.schema, name: index }].map(({ schema, name }) =>
    readableQualified(schema, name),
  )
  return {
    sql: `alter index ${whole} attach partition ${part}`,
    ensure: { kind: 'index-attached', schema: table.schema, table: table.name, index, parent },
    locks: [lockOf({ schema: table.schema, name: index }, 'AccessExclusiveLock')],
    transactional: true,
  }
}

function lockOf({ schema, name }: ObjectName, mode: string): Step['locks'][number] {
  return { relation: quoteQualified(schema, name), mode }
}

/** `pg_get_indexdef` always begins `CREATE INDEX ` where the index is not unique, and a unique one is never adopted. */
function concurrently(definition: string): string {
  return definition.replace(/^CREATE INDEX /, 'CREATE INDEX CONCURRENTLY ')
}
