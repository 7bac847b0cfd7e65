import { planOf } from '../../../test/plan.ts'
import { change } from '../../apply/testing/plan.ts'
import type { Change, ObjectName, Plan, Step } from '../../model/index.ts'
import {
  buildStep,
  createIndexChange,
  createStatisticsChange,
  dropIndexChange,
  dropObjectSql,
  indexChange,
  quoteIdentifier,
  quoteQualified,
  type Worth,
} from '../../sql/index.ts'

/** Names that break out of strings of some language where they are not quoted well. */
const schema = `Shop "\${1+1}" 'x'`
export const hostile = {
  schema,
  table: { schema, name: 'Order`s %s ?\n:total "$pgwright$ back\\slash' },
  column: 'tenant:id ?%(a)s\\',
  index: '`${process.exit()}` """ \u2028 $pgwright$',
} as const

const table = quoteQualified(hostile.table.schema, hostile.table.name)
const column = quoteIdentifier(hostile.column)
const events: ObjectName = { schema, name: 'events' }
const own = (name: string) => quoteQualified(schema, name)

/** Tables with rows, of which two keep the plan's unique index from being built. */
export const schemaSql = `
  create schema ${quoteIdentifier(schema)};
  create table ${table} (id int primary key, ${column} int, status text, total numeric);
  insert into ${table} select i, i % 10, 'status ' || i % 4, i from generate_series(1, 500) i;
  insert into ${table} select 501, 1, 'twice', 1;
  create index old_idx on ${table} (${column});
  comment on index ${own('old_idx')} is 'it''s a \\ comment';
  create table ${own('events')} (id int, at date not null, kind int) partition by range (at);
  create table ${own('events_1')} partition of ${own('events')} for values from ('2026-01-01') to ('2026-02-01');
  create table ${own('events_2')} partition of ${own('events')} for values from ('2026-02-01') to ('2026-03-01');
  create index events_2_kind_idx on ${own('events_2')} (kind);
  insert into ${own('events')} select i, date '2026-01-01' + i % 50, i from generate_series(1, 200) i;
  analyze`

/** Makes the unique index one that can be built. */
export const repairSql = `delete from ${table} where id = 501`

/** What is left of the unique index when its build has failed. */
export const uniqueIndex = quoteQualified(schema, hostile.index)

const worth: Worth = { benefit: { total: 0, queries: [] }, writeCost: 0, reason: '', dependsOn: [] }

/** Every kind of step that tools have trouble with, under names that they have trouble with. */
export function hostilePlan(): Plan {
  const dropped = { schema, table: hostile.table.name, name: 'old_idx', comment: `it's a \\ comment` }
  return planOf(
    createIndexChange(
      hostile.table,
      'plain_idx',
      `create index concurrently plain_idx on ${table} (${column}, status) where status <> 'a:b ? \${x} \`%s'`,
      0,
      worth,
      [{ sql: `analyze ${table} -- all of it;`, ensure: { kind: 'always' }, locks: [], transactional: true }],
    ),
    dropIndexChange({ ...dropped, definition: `CREATE INDEX old_idx ON ${table} USING btree (${column})` }, 0, worth),
    validatedCheck(),
    createIndexChange(
      hostile.table,
      hostile.index,
      `create unique index concurrently ${quoteIdentifier(hostile.index)} on ${table} (total)`,
      0,
      worth,
    ),
    statistics(),
    partitionedIndex(),
  )
}

function statistics(): Change {
  const sql = `create statistics ${own('orders_stat')} (ndistinct) on ${column}, status from ${table}`
  const effect = {} as NonNullable<Change['statistics']>
  const made = createStatisticsChange({ on: hostile.table, name: 'orders_stat' }, sql, null, effect, '')
  const { statistics: _, ...rest } = made
  return rest
}

function validatedCheck(): Change {
  const constraint = `positive\n"total"`
  const object = { type: 'table constraint' as const, names: [schema, hostile.table.name, constraint] }
  const rest = { locks: [], transactional: true }
  const name = quoteIdentifier(constraint)
  const steps: Step[] = [
    {
      sql: `alter table ${table} add constraint ${name} check (total > 0 and status !~ 'a\\s\`\${b}') not valid`,
      ensure: { kind: 'object-present', ...object, definition: null },
      ...rest,
    },
    {
      sql: `alter table ${table} validate constraint ${name}`,
      ensure: { kind: 'constraint-valid', schema, table: hostile.table.name, constraint },
      ...rest,
    },
  ]
  const rollback: Step[] = [{ sql: dropObjectSql(object), ensure: { kind: 'object-absent', ...object }, ...rest }]
  return { ...change('check', schema, hostile.table.name, 'check'), kind: 'add-constraint', steps, rollback }
}

/** One partition has its part already, which the way back drops with the whole and builds again. */
function partitionedIndex(): Change {
  const whole: ObjectName = { schema, name: 'events_kind_idx' }
  const rest = { locks: [], transactional: true }
  const attach = (partition: string): Step => ({
    sql: `alter index ${own(whole.name)} attach partition ${own(`${partition}_kind_idx`)}`,
    ensure: { kind: 'index-attached', schema, table: partition, index: `${partition}_kind_idx`, parent: whole },
    ...rest,
  })
  const build = (partition: string, definition: string | null) =>
    buildStep(
      `create index concurrently ${partition}_kind_idx on ${own(partition)} using btree (kind)`,
      schema,
      partition,
      `${partition}_kind_idx`,
      definition,
    )
  const shell = { schema, table: events.name, index: whole.name }
  const steps: Step[] = [
    {
      sql: `create index ${whole.name} on only ${own(events.name)} (kind)`,
      ensure: { kind: 'partitioned-index-present', ...shell, definition: null },
      ...rest,
    },
    build('events_1', null),
    attach('events_1'),
    attach('events_2'),
  ]
  const drop: Step = {
    sql: `drop index ${own(whole.name)}`,
    ensure: { kind: 'partitioned-index-absent', ...shell },
    ...rest,
  }
  return indexChange(schema, events.name, steps, [drop, build('events_2', '')], 0, worth)
}
