import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { RedisServer } from '../../../packages/runtime/test/redis.ts'
import { type Figure, figure } from '../../figure.ts'
import type { Tally, Task } from './stale-process.ts'

const program = fileURLToPath(new URL('stale-process.ts', import.meta.url))

/** What the cache promises of other processes' writes with its default options, whatever becomes of Redis. */
const boundMs = 3000

/** Two processes with a cache each, which read and write the same rows, while Redis is flushed, killed and held up. */
export async function staleFigures(url: string, redis: RedisServer, reads: number): Promise<Figure[]> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('create table item (id int primary key, version int not null)')
  await client.query('insert into item select i, 0 from generate_series(0, 199) i')
  await client.end()
  // The one judges by the writes of both: what each wrote goes through this process to the other.
  const task: Task = { url, redisUrl: redis.url, reads: reads / 2, boundMs }
  const children = [0, 1].map(() => fork(program, [JSON.stringify(task)]))
  const tallies = children.map(async (child, i) => {
    child.on('message', (message) => {
      if (Array.isArray(message)) children[1 - i]?.send(message, () => {})
    })
    const tally = new Promise<Tally>((resolve, reject) => {
      child.on('message', (message: Tally | unknown[]) => {
        if (!Array.isArray(message)) resolve(message)
      })
      child.on('exit', (code) => reject(new Error(`a process with a cache ended with ${code}`)))
    })
    return tally
  })
  const running = { is: true }
  const faults = injectFaults(redis, () => running.is)
  try {
    const [one, two] = await Promise.all(tallies as [Promise<Tally>, Promise<Tally>])
    running.is = false
    const injected = await faults
    return figures([one, two], injected)
  } finally {
    running.is = false
    for (const child of children) {
      if (child.exitCode !== null) continue
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
  }
}

/** In turns, for as long as the processes read. */
async function injectFaults(redis: RedisServer, running: () => boolean): Promise<number> {
  let injected = 0
  const faults = [
    () => redis.flush(),
    async () => {
      await redis.kill()
      await sleep(700)
      await redis.start()
    },
    async () => {
      redis.pause()
      await sleep(1500)
      redis.resume()
    },
  ]
  await sleep(1500)
  while (running()) {
    await faults[injected++ % faults.length]?.()
    await sleep(5000)
  }
  return injected
}

function figures(tallies: readonly Tally[], injected: number): Figure[] {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
  const reads = sum(({ reads }) => reads)
  const shares = `${reads} reads, ${sum(({ writes }) => writes)} writes, ${injected} faults of Redis`
  return [
    figure({
      id: 'stale-reads',
      title: `reads older than an invalidation allows (${shares})`,
      value: sum(({ stale }) => stale),
      unit: 'reads',
      goal: 0,
      better: 'lower',
    }),
    figure({
      id: 'stale-run-hit-share',
      title: 'hits meanwhile, of all reads',
      value: (sum(({ hits }) => hits) / reads) * 100,
      unit: '%',
      goal: null,
      better: 'higher',
    }),
    figure({
      id: 'stale-longest-ms',
      title: 'longest that another process gave an old value',
      value: Math.max(...tallies.map(({ longestMs }) => longestMs)),
      unit: 'ms',
      goal: null,
      better: 'lower',
    }),
  ]
}
