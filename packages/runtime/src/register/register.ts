import { notVerified, type Verification, verifyFix, watchProgram } from '../detect/index.ts'
import { clientsLikeTheLast } from '../drivers/pg.ts'
import { instrumentLoaded } from './instrument-loaded.ts'
import { ProcessRecord } from './process-trace.ts'
import { watchRequests } from './watch-requests.ts'

/** Where to: a folder of `pgwright trace`, into which each process writes a file. */
const folder = process.env.PGWRIGHT_TRACE
const everyMs = 2_000

/**
 * Has this process traced, before the program begins.
 *
 * @param importModule by the program's own loader
 */
export async function register(importModule: (url: string) => Promise<{ readonly default?: unknown }>): Promise<void> {
  if (folder === undefined || folder === '') {
    process.stderr.write(
      'pgwright: nothing is traced, since PGWRIGHT_TRACE names no folder. Use: pgwright trace -- <command>\n',
    )
    return
  }
  await instrumentLoaded(importModule)
  const { watch, end } = watchProgram()
  const record = new ProcessRecord(folder, watch)
  watchRequests((one) => record.addRequest(one))
  // A process that is killed has written down all but its last moments.
  setInterval(() => record.write(), everyMs).unref()
  process.on('exit', () => record.write())
  if (process.env.PGWRIGHT_TRACE_VERIFY !== '1') return
  process.once('beforeExit', () => {
    // What is asked from now on is not the program's.
    end()
    record.close()
    void verifyAll(record)
  })
}

/** While the program could still go on, by a connection like its own. */
async function verifyAll(record: ProcessRecord): Promise<void> {
  const clients = clientsLikeTheLast()
  const findings = record.programFindings().filter(({ fix }) => fix !== null)
  const verified = new Map<string, Verification>()
  for (const finding of findings) {
    const verification =
      clients === null ? notVerified('the program has no session by pg') : await verifyFix(clients, finding)
    verified.set(finding.statement, verification)
  }
  record.write(verified)
}

export type { ProcessTrace, TracedFinding } from './process-trace.ts'
