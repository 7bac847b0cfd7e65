import type { GuardedPool } from './guarded-pool.ts'
import { type Histogram, scrapedBoundsMs } from './histogram.ts'
import { poolStatus } from './status.ts'

/** All of the names begin with `pgwright_pool_`; times are in seconds, as Prometheus wants them. */
export function metrics(pool: GuardedPool): string {
  const status = poolStatus(pool)
  const { hold, wait, silences } = pool.measured
  const label = `pool="${escapeLabel(status.name)}"`
  const one = (name: string, type: 'gauge' | 'counter', help: string, value: number) => [
    `# HELP pgwright_pool_${name} ${help}`,
    `# TYPE pgwright_pool_${name} ${type}`,
    `pgwright_pool_${name}{${label}} ${value}`,
  ]
  return [
    ...one('size', 'gauge', 'Connections that the pool may have.', status.size),
    ...one('open', 'gauge', 'Connections that the pool has.', status.open),
    ...one('in_use', 'gauge', 'Connections that are out.', status.inUse),
    ...one('idle', 'gauge', 'Connections that are idle.', status.idle),
    ...one('waiting', 'gauge', 'Requests that wait for a connection.', status.waiting),
    ...one('circuit_open', 'gauge', '1 while the server is taken for dead.', status.circuit === 'closed' ? 0 : 1),
    ...one('connects_total', 'counter', 'Connections made.', status.connects),
    ...one('connect_failures_total', 'counter', 'Connections that could not be made.', status.connectFailures),
    ...one('wait_timeouts_total', 'counter', 'Requests that waited too long for a connection.', status.waitTimeouts),
    ...one('refused_total', 'counter', 'Requests that got no connection.', status.refused),
    ...one('discarded_total', 'counter', 'Connections closed since something was wrong.', status.discarded),
    ...one('silences_total', 'counter', 'Connections given up since the server said nothing.', silences),
    ...one('leaks_total', 'counter', 'Connections that were not given back in time.', status.leaks),
    ...histogram('hold_seconds', 'How long connections are out.', label, hold),
    ...histogram('wait_seconds', 'How long requests wait for a connection.', label, wait),
    '',
  ].join('\n')
}

function histogram(name: string, help: string, label: string, measured: Histogram): string[] {
  const full = `pgwright_pool_${name}`
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} histogram`,
    ...scrapedBoundsMs.map((ms) => `${full}_bucket{${label},le="${ms / 1000}"} ${measured.countUpTo(ms)}`),
    `${full}_bucket{${label},le="+Inf"} ${measured.count}`,
    `${full}_sum{${label}} ${measured.sumMs / 1000}`,
    `${full}_count{${label}} ${measured.count}`,
  ]
}

function escapeLabel(text: string): string {
  return text.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))
}
