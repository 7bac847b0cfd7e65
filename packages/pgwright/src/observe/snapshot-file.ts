import { z } from 'zod'
import { PgwrightError, type Snapshot, snapshotSchema, snapshotVersion } from '../model/index.ts'
import { unsoundness } from './snapshot-soundness.ts'
import { withoutValues } from './workload/without-values.ts'

/**
 * Reads a snapshot from the text of its file.
 *
 * @throws PgwrightError `bad-file`: no JSON, truncated, no snapshot, of another version, or damaged
 */
export function readSnapshot(text: string): Snapshot {
  const value = parseJson(text)
  const head = headSchema.safeParse(value)
  if (!head.success) throw badFile('The file is JSON, but no pgwright snapshot.')
  const { schemaVersion } = head.data
  if (schemaVersion !== snapshotVersion) {
    const [made, then] =
      schemaVersion > snapshotVersion ? ['a newer', 'Update pgwright.'] : ['an older', 'Take a new snapshot.']
    const message = `The snapshot was made by ${made} pgwright: its version is ${schemaVersion}, and ${snapshotVersion} is understood.`
    throw new PgwrightError('bad-file', message, then)
  }
  const snapshot = snapshotSchema.safeParse(value)
  if (snapshot.success) {
    const fault = unsoundness(snapshot.data)
    if (fault !== null) throw badFile(`The snapshot is damaged: ${fault}.`)
    return snapshot.data
  }
  const where = snapshot.error.issues[0]?.path.join('.') ?? ''
  throw badFile(`The snapshot is damaged: ${where} is not what it should be.`, snapshot.error)
}

const headSchema = z.object({ format: z.literal('pgwright-snapshot'), schemaVersion: z.number() })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const opened = text.trimStart().startsWith('{')
    throw badFile(
      opened ? 'The snapshot is truncated or damaged: its JSON does not end as it should.' : 'The file is not JSON.',
      cause,
    )
  }
}

function badFile(message: string, cause?: unknown): PgwrightError {
  const hint = "Take a snapshot with 'pgwright snapshot <url> --out FILE' and give that file."
  return new PgwrightError('bad-file', message, hint, cause === undefined ? undefined : { cause })
}

/**
 * The text of a snapshot's file. A workload that came from files knows values; they stay in memory.
 */
export function writeSnapshot(snapshot: Snapshot): string {
  const statements = snapshot.workload.statements.map(withoutValues)
  return JSON.stringify({ ...snapshot, workload: { ...snapshot.workload, statements } })
}
