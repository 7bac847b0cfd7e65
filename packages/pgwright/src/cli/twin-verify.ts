import { Command } from 'commander'
import { PgwrightError, type VerifyResult } from '../model/index.ts'
import { type FileQuery, observe, readQueries } from '../observe/index.ts'
import { parseTarget, requireSupported, withReader } from '../postgres/index.ts'
import { verifyReport } from '../report/index.ts'
import { planOnSource, Twin, verifyPlans } from '../twin/index.ts'
import type { Context } from './context.ts'
import { type CommonOptions, withCommonOptions, writeResult } from './output.ts'
import { Progress } from './progress.ts'

interface VerifyCommandOptions extends CommonOptions {
  readonly queries: readonly string[]
}

export function twinVerifyCommand({ exit }: Context): Command {
  const command = new Command('verify')
    .description('plan every query on the database and on its twin, and tell where they differ; executes nothing')
    .argument('[url]', 'PostgreSQL URL; without one, DATABASE_URL or the PG* variables')
    .requiredOption('--queries <path...>', 'folders or files of .sql and .jsonl')
    .addHelpText('after', '\nExample:\n  pgwright twin verify postgres://reader@db/shop --queries queries/')
  return withCommonOptions(command).action(async (url: string | undefined, options: VerifyCommandOptions) => {
    const progress = new Progress(options.quiet === true)
    const queries = await readQueries(options.queries)
    if (queries.length === 0) throw noQueries(options.queries)
    const result = await verify(url, queries, progress).finally(() => progress.clear())
    if (result.queries.some(({ identical }) => !identical)) exit(1)
    await writeResult(result, options, (colors) => verifyReport(result, colors))
  })
}

/** The source's plans are made in the transaction that reads its catalog, so that both are of one moment. */
async function verify(
  url: string | undefined,
  queries: readonly FileQuery[],
  progress: Progress,
): Promise<VerifyResult> {
  progress.update('observing', null)
  const source = await withReader(parseTarget(url), async (client) => {
    const major = await requireSupported(client)
    return {
      snapshot: await observe(client, { workload: false }),
      plans: await planOnSource(client, major, queries),
    }
  })
  progress.update('building the twin', null)
  const startedAt = performance.now()
  const twin = await Twin.open(source.snapshot)
  const buildMs = performance.now() - startedAt
  try {
    progress.update('planning', null)
    const context = { role: source.snapshot.takenBy, settings: {} }
    const verified = await verifyPlans(twin, context, queries, source.plans)
    const planned = verified.filter(({ sourceCost }) => sourceCost !== null)
    return {
      schemaVersion: 1,
      server: { source: source.snapshot.server.version, twin: String(twin.major) },
      queries: verified,
      identicalShare: planned.filter(({ identical }) => identical).length / Math.max(1, planned.length),
      buildMs,
      diskBytes: twin.diskBytes,
      gaps: [...source.snapshot.gaps, ...twin.gaps],
    }
  } finally {
    await twin.close()
  }
}

function noQueries(paths: readonly string[]): PgwrightError {
  const hint = 'Give files of .sql or .jsonl with the queries of the application.'
  return new PgwrightError('usage', `There is no query in ${paths.join(', ')}.`, hint)
}
