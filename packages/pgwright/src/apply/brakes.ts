import { setTimeout as sleep } from 'node:timers/promises'
import { formatBytes, PgwrightError } from '../model/index.ts'
import type { Brakes } from './brake-limits.ts'
import type { BrakeLimits } from './options.ts'
import { type Runner, stopped } from './runner.ts'

/** Where nothing else is said, sessions may be busy on four of five connections that the server has. */
const usualActiveShare = 0.8

const firstPauseMs = 500
const longestPauseMs = 5_000

/**
 * Comes back when the server has room for the next step: standbys keep up, no transaction is very old, not too many
 * sessions are busy, and its disks have space. What can't be seen holds nothing up.
 *
 * @param neededBytes what the step is expected to write
 * @throws PgwrightError `busy` when that took longer than the brakes' budget; `resources` where only space is missing
 */
export async function waitForRoom(runner: Runner, neededBytes = 0): Promise<void> {
  const { brakes, emit, signal } = runner
  if (brakes === null) return
  const until = Date.now() + brakes.timeoutMs
  let told = ''
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const reasons = [...(await crossed(runner, brakes)), ...(await tooLittleSpace(runner, brakes, neededBytes))]
    if (reasons.length === 0) return
    // Told once for each limit, not for each figure.
    const limits = reasons.map(({ limit }) => limit).join()
    if (limits !== told) emit({ kind: 'braking', reasons: reasons.map(({ text }) => text) })
    told = limits
    if (Date.now() + pauseMs > until) throw noRoom(reasons)
    await sleep(pauseMs, undefined, { signal }).catch((error) => {
      throw stopped(error)
    })
  }
}

interface Crossed {
  readonly limit: keyof BrakeLimits
  readonly text: string
}

interface Load {
  readonly lagMs: number | null
  readonly transactionMs: number | null
  readonly active: number
  readonly connections: number
}

async function crossed({ control, workerPid }: Runner, limits: Brakes): Promise<Crossed[]> {
  // The lag of a standby that has nothing to replay any more stays what it was last.
  const { rows } = await control.query<Load>(
    `select (select extract(epoch from max(r.replay_lag)) * 1000 from pg_catalog.pg_stat_replication r
         where r.state = 'streaming' and r.replay_lsn < r.sent_lsn)::float8 as "lagMs",
       extract(epoch from max(pg_catalog.clock_timestamp() - a.xact_start)
         filter (where a.datname = pg_catalog.current_database()))::float8 * 1000 as "transactionMs",
       count(*) filter (where a.state = 'active')::int as active,
       pg_catalog.current_setting('max_connections')::int as connections
     from pg_catalog.pg_stat_activity a
     where a.backend_type = 'client backend' and a.pid not in (pg_catalog.pg_backend_pid(), $1)`,
    [workerPid],
  )
  const [load] = rows
  if (load === undefined) return []
  const { maxLagMs, maxTransactionMs, maxActive = Math.floor(load.connections * usualActiveShare) } = limits
  const found: Crossed[] = []
  if ((load.lagMs ?? 0) > maxLagMs) {
    found.push({ limit: 'maxLagMs', text: `a standby is ${seconds(load.lagMs)} behind (at most ${seconds(maxLagMs)})` })
  }
  if ((load.transactionMs ?? 0) > maxTransactionMs) {
    const most = seconds(maxTransactionMs)
    found.push({
      limit: 'maxTransactionMs',
      text: `the oldest transaction is open for ${seconds(load.transactionMs)} (at most ${most})`,
    })
  }
  if (load.active > maxActive) {
    found.push({ limit: 'maxActive', text: `${load.active} sessions are busy (at most ${maxActive})` })
  }
  return found
}

async function tooLittleSpace({ freeSpace }: Runner, limits: Brakes, neededBytes: number): Promise<Crossed[]> {
  const limit = 'minFreeBytes'
  try {
    const free = await freeSpace?.()
    const least = limits.minFreeBytes + neededBytes
    if (free === undefined || free.bytes >= least) return []
    const expected = neededBytes === 0 ? '' : `, of which the step is expected to write ${formatBytes(neededBytes)}`
    return [
      { limit, text: `${free.where} has ${formatBytes(free.bytes)} free (at least ${formatBytes(least)}${expected})` },
    ]
  } catch (error) {
    if (!(error instanceof PgwrightError) || error.code === 'cancelled') throw error
    // It told before, so the network may be at fault: the next question may have an answer.
    return [{ limit, text: error.message.replace(/\.$/, '') }]
  }
}

function seconds(ms: number | null): string {
  return `${Math.round((ms ?? 0) / 1000)} s`
}

function noRoom(reasons: readonly Crossed[]): PgwrightError {
  const lacksOnlySpace = reasons.every(({ limit }) => limit === 'minFreeBytes')
  return new PgwrightError(
    lacksOnlySpace ? 'resources' : 'busy',
    `The server had no room for the next step in the time given: ${reasons.map(({ text }) => text).join('; ')}.`,
    lacksOnlySpace
      ? 'Make space, or give another limit with --min-disk-free, and apply the plan again.'
      : 'Apply the plan again when it is quieter, or with other limits: --max-lag, --max-transaction, --max-active, --min-disk-free.',
  )
}
