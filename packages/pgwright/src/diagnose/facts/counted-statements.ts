import { z } from 'zod'
import { quoteIdentifier } from '../../sql/index.ts'
import { type Check, type Needs, type SqlCheck, sqlCheck } from '../check.ts'
import { isBefore } from '../needs.ts'
import type { Server } from '../server.ts'
import { isOfApplication, type Statement, statementOf } from './statement-of.ts'

const row = z.object({
  query: z.string(),
  calls: z.number(),
  rows: z.number(),
  total_ms: z.number(),
  max_ms: z.number().default(0),
  stddev_ms: z.number().default(0),
  plans: z.number().default(0),
  plan_ms: z.number().default(0),
  /** Blocks of shared buffers, and of those that had to be read. */
  hit: z.number().default(0),
  read: z.number().default(0),
  temp_written: z.number().default(0),
  wal_bytes: z.number().default(0),
  /** Null where the extension is too old to tell. */
  jit_ms: z.number().nullable().default(null),
  /** Of this database, utility statements too. */
  all_ms: z.number(),
  all_calls: z.number(),
  all_wal_bytes: z.number().default(0),
  block_bytes: z.number().default(8192),
  since: z.date().nullable().default(null),
})
export type Counters = z.infer<typeof row>

/** A statement with its counters over all roles. */
export interface Counted extends Counters, Statement {
  readonly mean_ms: number
  /** Part of this database's execution time. */
  readonly share: number
}

/** What is wrong with a statement; the object is the statement itself. */
export interface StatementDefect {
  readonly message: string
  readonly evidence: Readonly<Record<string, string | number>>
  readonly help: string
  readonly severity?: Check['severity']
}

interface CounterCheck extends Pick<SqlCheck, 'id' | 'title' | 'severity' | 'optional'> {
  /** Of pg_stat_statements; 1.8 where it is not given. */
  readonly extensionVersion?: string
  /** Looks at counters alone, before the text is read. */
  suspect(counters: Counters, share: number): boolean
  /** Null where nothing is wrong. */
  judge(statement: Counted): StatementDefect | null
}

/** A check on the counters of each statement that applications run. */
export function counterCheck({ suspect, judge, extensionVersion = '1.8', ...meta }: CounterCheck): SqlCheck {
  return sqlCheck({
    ...meta,
    category: 'queries',
    needs: countersNeeded(extensionVersion),
    reads: 'server',
    row,
    sql: countersSql,
    detect: (rows) => {
      const found = new Set<string>()
      return rows
        .filter((one) => suspect(one, shareOf(one)))
        .flatMap((one) => {
          const statement = countedOf(one)
          if (statement === null || found.has(statement.fingerprint)) return []
          const defect = judge(statement)
          if (defect === null) return []
          found.add(statement.fingerprint)
          const { shown, calls, total_ms, mean_ms, share, since } = statement
          const counters = { statement: shown, calls, totalMs: total_ms, meanMs: mean_ms, share }
          return [
            {
              ...defect,
              object: statement.fingerprint,
              objectType: 'statement',
              evidence: { ...counters, ...defect.evidence, since: since?.toISOString() ?? null },
            },
          ]
        })
    },
  })
}

export function countersNeeded(extensionVersion = '1.8'): Needs {
  return { extension: 'pg_stat_statements', extensionVersion, right: 'pg_read_all_stats' }
}

export const counterRow = row

/** Null for what no application asks: utility statements, our own, those on the catalog. */
export function countedOf(counters: Counters): Counted | null {
  const statement = statementOf(counters.query)
  if (!isOfApplication(statement)) return null
  return {
    ...counters,
    ...statement,
    mean_ms: counters.total_ms / Math.max(1, counters.calls),
    share: shareOf(counters),
  }
}

function shareOf({ total_ms, all_ms }: Counters): number {
  return all_ms > 0 ? total_ms / all_ms : 0
}

/** The statements that take most time; further ones hardly matter, and their texts are much to read. */
const mostStatements = 2_000
/** What is longer was written by a program, and can't be shown anyhow. */
const longestText = 20_000

/**
 * One text for all checks, so that it is read once. Counters are added over roles. Columns are those of the extension's
 * version, which lags behind the server's until it is updated.
 */
export function countersSql({ extensions }: Server): string {
  const { version = '1.8', schema = 'public' } = extensions.get('pg_stat_statements') ?? {}
  const since = (first: string, column: string, otherwise: string) => (isBefore(version, first) ? otherwise : column)
  const quoted = quoteIdentifier(schema)
  const jit = 's.jit_generation_time + s.jit_inlining_time + s.jit_optimization_time + s.jit_emission_time'
  const reset = since('1.9', `(select i.stats_reset from ${quoted}.pg_stat_statements_info i)`, 'null::timestamptz')
  return `
    select min(pg_catalog.left(s.query, ${longestText})) as query, sum(s.calls)::float8 as calls,
      sum(s.rows)::float8 as rows, sum(s.total_exec_time) as total_ms, max(s.max_exec_time) as max_ms,
      max(s.stddev_exec_time) as stddev_ms, sum(s.plans)::float8 as plans, sum(s.total_plan_time) as plan_ms,
      sum(s.shared_blks_hit)::float8 as hit, sum(s.shared_blks_read)::float8 as read,
      sum(s.temp_blks_written)::float8 as temp_written, sum(s.wal_bytes)::float8 as wal_bytes,
      ${since('1.10', `sum(${jit})`, 'null::float8')} as jit_ms,
      (sum(sum(s.total_exec_time)) over ()) as all_ms, (sum(sum(s.calls)) over ())::float8 as all_calls,
      (sum(sum(s.wal_bytes)) over ())::float8 as all_wal_bytes,
      pg_catalog.current_setting('block_size')::float8 as block_bytes,
      ${since('1.11', `greatest(min(s.stats_since), ${reset})`, reset)} as since
    from ${quoted}.pg_stat_statements(true) s
    where s.dbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
      and s.queryid is not null ${since('1.9', 'and s.toplevel', '')}
    group by s.queryid
    order by total_ms desc, s.queryid
    limit ${mostStatements}`
}
