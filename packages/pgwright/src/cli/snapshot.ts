import { Command } from 'commander'
import type { SnapshotResult } from '../model/index.ts'
import { redact } from '../observe/index.ts'
import { formatBytes, formatCount } from '../report/index.ts'
import { type CommonOptions, withCommonOptions, writeFileOrFail, writeResult } from './output.ts'
import { Progress } from './progress.ts'
import { snapshotOf } from './source.ts'

interface SnapshotCommandOptions extends CommonOptions {
  readonly out: string
  readonly redact?: true
}

export function snapshotCommand(): Command {
  const command = new Command('snapshot')
    .description('write what pgwright knows of a database to a file: catalog, statistics, settings, workload')
    .argument('[url]', 'PostgreSQL URL; without one, DATABASE_URL or the PG* variables')
    .requiredOption('--out <file>', 'where to write it')
    .option('--redact', 'replace the values in column statistics, keeping order and frequencies')
    .addHelpText('after', '\nExample:\n  pgwright snapshot postgres://app@db/shop --out shop.json --redact')
  return withCommonOptions(command).action(async (url: string | undefined, options: SnapshotCommandOptions) => {
    const progress = new Progress(options.quiet === true)
    progress.update('observing', null)
    const taken = await snapshotOf(url).finally(() => progress.clear())
    const snapshot = options.redact === true ? redact(taken) : taken
    const text = JSON.stringify(snapshot)
    await writeFileOrFail(options.out, text)
    const { database, relations, indexes, workload, gaps } = snapshot
    const result: SnapshotResult = {
      schemaVersion: 1,
      file: options.out,
      sizeBytes: Buffer.byteLength(text),
      relations: relations.length,
      indexes: indexes.length,
      statements: workload.statements.length,
      gaps,
    }
    await writeResult(result, options, () =>
      [
        `${options.out}: ${database.name}, ${formatCount(relations.length)} relations, ${formatCount(indexes.length)} indexes, ${formatCount(workload.statements.length)} statements, ${formatBytes(result.sizeBytes)}.`,
        ...gaps.map(({ object, reason, effect }) => `Not seen: ${object}, ${reason}; ${effect}`),
      ].join('\n'),
    )
  })
}
