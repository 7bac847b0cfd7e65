import { type Meter, metrics, type Observable, type ObservableResult } from '@opentelemetry/api'
import type { PoolStatus, Pools } from '../pools/index.ts'

/** As the semantic conventions have it; the API's own default bounds are for milliseconds. */
const boundsInSeconds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

/**
 * Reports a pool by the semantic conventions for database clients, until the function that is returned is called:
 * `db.client.connection.count`, `.max`, `.pending_requests` and `.timeouts`, and the histograms `.wait_time` and
 * `.use_time`, in seconds.
 *
 * @param meter default: the global provider's. It has to be set before.
 */
export function poolMetrics(
  pools: Pick<Pools, 'status' | 'onTimes'>,
  meter: Meter = metrics.getMeter('@pgwright/runtime'),
): () => void {
  const attributes = { 'db.client.connection.pool.name': pools.status().name }
  const stops: (() => void)[] = []
  const told = (instrument: Observable, tell: (result: ObservableResult, status: PoolStatus) => void) => {
    const callback = (result: ObservableResult) => tell(result, pools.status())
    instrument.addCallback(callback)
    stops.push(() => instrument.removeCallback(callback))
  }
  const name = (last: string) => `db.client.connection.${last}`
  told(
    meter.createObservableUpDownCounter(name('count'), {
      unit: '{connection}',
      description: 'Connections that are open.',
    }),
    (result, { idle, open }) => {
      result.observe(idle, { ...attributes, 'db.client.connection.state': 'idle' })
      result.observe(open - idle, { ...attributes, 'db.client.connection.state': 'used' })
    },
  )
  told(
    meter.createObservableUpDownCounter(name('max'), {
      unit: '{connection}',
      description: 'Connections that may be open.',
    }),
    (result, { size }) => result.observe(size, attributes),
  )
  told(
    meter.createObservableUpDownCounter(name('pending_requests'), {
      unit: '{request}',
      description: 'Requests that wait for a connection.',
    }),
    (result, { waiting }) => result.observe(waiting, attributes),
  )
  told(
    meter.createObservableCounter(name('timeouts'), {
      unit: '{timeout}',
      description: 'Requests that waited too long for a connection.',
    }),
    (result, { waitTimeouts }) => result.observe(waitTimeouts, attributes),
  )
  const histogram = (last: string, description: string) =>
    meter.createHistogram(name(last), {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: boundsInSeconds },
    })
  const wait = histogram('wait_time', 'How long requests wait for a connection.')
  const use = histogram('use_time', 'How long connections are out.')
  stops.push(
    pools.onTimes({
      wait: (ms) => wait.record(ms / 1_000, attributes),
      hold: (ms) => use.record(ms / 1_000, attributes),
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}
