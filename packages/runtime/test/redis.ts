import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { type OwnProcess, ownProcess } from './own-process.ts'

/** After a crash nothing of what it held is there. */
export interface RedisServer extends Omit<OwnProcess, 'signal'> {
  readonly port: number
  readonly url: string
  flush(): Promise<void>
  /** Stops it from answering, with its connections open. */
  pause(): void
  resume(): void
}

/** Null where there is a server to start; tests are skipped for this reason, except in CI, where nothing may be. */
export const redisMissing: string | null =
  process.env.CI !== undefined || spawnSync('redis-server', ['--version']).status === 0
    ? null
    : 'redis-server is not installed'

/** Starts a server of its own on a free port, which keeps what it holds in memory. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'pgwright-redis-'))
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const spawned = () => spawn('redis-server', options, { stdio: 'ignore' })
  const { start, kill, stop, signal } = ownProcess(folder, spawned, (child) => answering(port, child))
  await start()
  const pause = () => signal('SIGSTOP')
  const resume = () => signal('SIGCONT')
  const flush = async () => {
    if (!(await asks(port, 'FLUSHALL', '+OK'))) throw new Error('redis-server was not flushed')
  }
  return { port, url: `redis://127.0.0.1:${port}`, flush, kill, pause, resume, start, stop }
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error('redis-server did not start')
    if (await asks(port, 'PING', '+PONG')) return
    await sleep(20)
  }
  throw new Error('redis-server does not answer')
}

function asks(port: number, command: string, answer: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    const end = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.on('data', (data) => end(data.toString().startsWith(answer)))
    socket.on('error', () => end(false))
  })
}
