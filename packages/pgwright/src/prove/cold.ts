import type { ClientBase } from 'pg'
import { type ColdMeasurement, quantile } from '../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../sql/index.ts'
import type { Subject } from './measure.ts'
import { NotRun, notRun } from './not-run.ts'
import { enterAs, explain, giveSettings, onSide, type Side } from './session.ts'

export interface ColdPair {
  readonly before: ColdMeasurement
  readonly after: ColdMeasurement
}

/** Each run reads its pages anew, so that few of them say what there is to say; a slow statement is run once. */
const rounds = 3
const slowMs = 3000
/** The server's own processes hold a page for moments. */
const mostEvictions = 5

/** Runs statements right after what they read was taken out of the server's shared buffers. */
export class ColdRuns {
  readonly #client: ClientBase
  /** `pg_buffercache_evict_relation`, quoted and with its schema. */
  readonly #evict: string

  private constructor(client: ClientBase, evict: string) {
    this.#client = client
    this.#evict = evict
  }

  /** The reason, a sentence, where the target's buffers can't be emptied. */
  static async open(client: ClientBase): Promise<ColdRuns | NotRun> {
    const { rows } = await client.query<{ schema: string | null; major: number; superuser: boolean }>(
      `select pg_catalog.current_setting('is_superuser') = 'on' as superuser,
         pg_catalog.current_setting('server_version_num')::int / 10000 as major,
         (select n.nspname from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
           join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
           join pg_catalog.pg_extension e on d.refclassid = 'pg_catalog.pg_extension'::regclass and e.oid = d.refobjid
           where e.extname = 'pg_buffercache' and p.proname = 'pg_buffercache_evict_relation') as schema`,
    )
    const { schema = null, major = 0, superuser = false } = rows[0] ?? {}
    if (major < 18) return new NotRun('Shared buffers are emptied by table only from PostgreSQL 18 on.')
    if (schema === null) return new NotRun('The extension pg_buffercache is not there in version 1.6 or later.')
    if (!superuser) return new NotRun('Only a superuser may empty shared buffers.')
    return new ColdRuns(client, `${quoteIdentifier(schema)}.pg_buffercache_evict_relation`)
  }

  /**
   * @param warmMs what the statement takes warm
   * @param alike both sides have the same plan: one is measured and stands for both
   * @throws NotRun where the statement fails, or others keep its pages in use
   */
  async compare(subject: Subject, { before, after }: Record<'before' | 'after', Side>, warmMs: number, alike: boolean) {
    try {
      const runs: Record<'before' | 'after', ColdRun[]> = { before: [], after: [] }
      for (let round = 0; round < (warmMs < slowMs ? rounds : 1); round++) {
        if (!alike) runs.before.push(await this.#run(subject, before, round))
        runs.after.push(await this.#run(subject, after, round))
      }
      const last = summary(runs.after)
      return { before: alike ? last : summary(runs.before), after: last } satisfies ColdPair
    } catch (error) {
      throw notRun(error)
    }
  }

  async #run(subject: Subject, side: Side, round: number): Promise<ColdRun> {
    const values = subject.valueSets[round % subject.valueSets.length] ?? subject.valueSets[0]
    return onSide(this.#client, side, async () => {
      await enterAs(this.#client, subject.role)
      await giveSettings(this.#client, values)
      // Planned before, so that what it reads of the catalog is no part of the figures.
      await explain(this.#client, subject, values, 'costs off')
      await this.#client.query('set local role none')
      await this.#empty(subject)
      await enterAs(this.#client, subject.role)
      const analysis = await explain<ColdAnalysis>(this.#client, subject, values, 'analyze, buffers, timing off')
      return { elapsedMs: analysis['Execution Time'], read: analysis.Plan['Shared Read Blocks'] }
    })
  }

  /** Takes the subject's tables out of the buffers, with their partitions, their indexes and their long values. */
  async #empty({ tables }: Subject): Promise<void> {
    const names = [...tables.values()].map(({ schema, name }) => quoteQualified(schema, name))
    for (let attempt = 1; attempt <= mostEvictions; attempt++) {
      const { rows } = await this.#client.query<{ skipped: number }>(
        `with named as (select pg_catalog.to_regclass(name)::oid as oid from unnest($1::text[]) as name),
           tables as (select oid from named union select p.relid from named, pg_catalog.pg_partition_tree(named.oid) p),
           stored as (select oid from tables union
             select c.reltoastrelid from tables t join pg_catalog.pg_class c on c.oid = t.oid),
           indexed as (select oid from stored union
             select i.indexrelid from stored s join pg_catalog.pg_index i on i.indrelid = s.oid),
           paged as materialized (select c.oid::regclass as relation from indexed
             join pg_catalog.pg_class c on c.oid = indexed.oid and c.relkind in ('r', 'm', 't', 'i'))
         select coalesce(sum(e.buffers_skipped), 0)::int as skipped
         from paged, lateral ${this.#evict}(paged.relation) e`,
        [names],
      )
      if (rows[0]?.skipped === 0) return
    }
    throw new NotRun('Others keep pages of its tables in use.')
  }
}

interface ColdRun {
  readonly elapsedMs: number
  readonly read: number
}

interface ColdAnalysis {
  readonly Plan: { readonly 'Shared Read Blocks': number }
  readonly 'Execution Time': number
}

function summary(runs: readonly ColdRun[]): ColdMeasurement {
  const median = (values: number[]) => quantile(values, 0.5)
  return {
    runs: runs.length,
    p50Ms: median(runs.map(({ elapsedMs }) => elapsedMs)),
    buffersRead: median(runs.map(({ read }) => read)),
  }
}
