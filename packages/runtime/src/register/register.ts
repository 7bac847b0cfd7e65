import { watchProgram } from '../detect/index.ts'
import { observe } from '../events/index.ts'
import { Candidates } from './candidates.ts'
import { instrumentLoaded } from './instrument-loaded.ts'
import { LinesNotKnown } from './lines-not-known.ts'
import type { Import } from './orms.ts'
import { ProcessRecord } from './process-trace.ts'
import { atTheEnd } from './the-end.ts'
import { watchRequests } from './watch-requests.ts'

/** Where to: a folder of `pgwright trace`, into which each process writes a file. */
const folder = process.env.PGWRIGHT_TRACE
const everyMs = 2_000

/**
 * Has this process traced, before the program begins.
 *
 * @param importModule by the program's own loader
 */
export async function register(importModule: Import): Promise<void> {
  if (folder === undefined || folder === '') {
    process.stderr.write(
      'pgwright: nothing is traced, since PGWRIGHT_TRACE names no folder. Use: pgwright trace -- <command>\n',
    )
    return
  }
  await instrumentLoaded(importModule)
  const { watch: programWatch, end } = watchProgram()
  // The watch is told of each statement first, and may have found its line.
  const unknown = new LinesNotKnown(importModule)
  const forget = observe(unknown)
  const candidates = process.env.PGWRIGHT_TRACE_VERIFY === '1' ? new Candidates() : null
  const record = new ProcessRecord({ folder, programWatch, linesNotKnown: () => unknown.names, candidates })
  watchRequests((one) => record.addRequest(one))
  // A process that is killed has written down all but its last moments.
  setInterval(() => record.write(), everyMs).unref()
  process.on('exit', () => record.write())
  if (candidates === null) return
  atTheEnd(async () => {
    // What is asked from now on is not the program's.
    end()
    forget()
    record.close()
    record.write(await candidates.verify())
  })
}

export type { ProcessTrace, TracedFinding } from './process-trace.ts'
