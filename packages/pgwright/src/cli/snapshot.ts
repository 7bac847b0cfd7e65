import { Command } from 'commander'
import {
  formatBytes,
  formatCount,
  type Gap,
  PgwrightError,
  type Snapshot,
  type SnapshotResult,
} from '../model/index.ts'
import { readQueries, redact, writeSnapshot } from '../observe/index.ts'
import { compareRedaction } from '../twin/index.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeResult } from './output.ts'
import { Progress } from './progress.ts'
import { snapshotOf } from './source.ts'

interface SnapshotCommandOptions extends CommonOptions {
  readonly out: string
  readonly redact?: true
  readonly queries?: readonly string[]
}

export function snapshotCommand(): Command {
  const command = new Command('snapshot')
    .description('write what pgwright knows of a database to a file: catalog, statistics, settings, workload')
    .argument('[url]', 'PostgreSQL URL; without one, DATABASE_URL or the PG* variables')
    .requiredOption('--out <file>', 'where to write it')
    .option('--redact', 'replace the values in column statistics, keeping order and frequencies')
    .option('--queries <path...>', 'with --redact: files of .sql and .jsonl whose plans are compared, too')
    .addHelpText('after', '\nExample:\n  pgwright snapshot postgres://app@db/shop --out shop.json --redact')
  return withCommonOptions(command).action(async (url: string | undefined, options: SnapshotCommandOptions) => {
    const progress = new Progress(options.quiet === true)
    progress.update('observing', null)
    const taken = await snapshotOf(url).finally(() => progress.clear())
    const snapshot = options.redact === true ? redact(taken) : taken
    const text = writeSnapshot(snapshot)
    await writeFileOrFail(options.out, text)
    progress.update('comparing plans', null)
    const compared = options.redact === true ? compare(taken, snapshot, options.queries ?? []) : notRedacted
    const { redaction, gaps } = await Promise.resolve(compared).finally(() => progress.clear())
    const result: SnapshotResult = {
      schemaVersion: 1,
      file: options.out,
      sizeBytes: Buffer.byteLength(text),
      relations: snapshot.relations.length,
      indexes: snapshot.indexes.length,
      statements: snapshot.workload.statements.length,
      redaction,
      gaps: [...snapshot.gaps, ...gaps],
    }
    await writeResult(result, options, () => report(snapshot.database.name, result).join('\n'))
  })
}

interface Compared {
  readonly redaction: SnapshotResult['redaction']
  readonly gaps: readonly Gap[]
}

const notRedacted: Compared = { redaction: null, gaps: [] }

/** The snapshot is of use where no twin can be built, too. */
async function compare(taken: Snapshot, redacted: Snapshot, paths: readonly string[]): Promise<Compared> {
  const queries = (await readQueries(paths)).map(({ sql }) => ({ sql, role: taken.takenBy }))
  try {
    const statements = [...taken.workload.statements, ...queries]
    return { redaction: await compareRedaction(taken, redacted, statements), gaps: [] }
  } catch (error) {
    if (!(error instanceof PgwrightError)) throw error
    const effect = 'it is not known how many plans the redaction changes'
    return { redaction: null, gaps: [{ object: 'redaction', reason: error.message, effect }] }
  }
}

function report(
  database: string,
  { file, relations, indexes, statements, sizeBytes, redaction, gaps }: SnapshotResult,
) {
  const counts = `${formatCount(relations)} relations, ${formatCount(indexes)} indexes, ${formatCount(statements)} statements`
  return [
    `${file}: ${database}, ${counts}, ${formatBytes(sizeBytes)}.`,
    ...(redaction === null ? [] : [redactionLine(redaction)]),
    ...gaps.map(({ object, reason, effect }) => `Not seen: ${object}, ${reason}; ${effect}`),
  ]
}

function redactionLine({ plans, changed, estimatesChanged }: NonNullable<SnapshotResult['redaction']>): string {
  if (plans === 0) return 'Redacted. There was no statement to compare plans of; give some with --queries.'
  const estimates = `${formatCount(estimatesChanged)} more changed in their estimates alone`
  return `Redacted: ${formatCount(changed)} of ${formatCount(plans)} plans changed, ${estimates}.`
}
