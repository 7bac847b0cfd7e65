import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export interface RedisServer {
  readonly port: number
  readonly url: string
  /** As a crash does: nothing is saved. */
  kill(): Promise<void>
  flush(): Promise<void>
  /** Stops it from answering, with its connections open. */
  pause(): void
  resume(): void
  /** On the same port, with what its folder holds. */
  start(): Promise<void>
  /** For good. */
  stop(): Promise<void>
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
  let child: ChildProcess | null = null
  const start = async () => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
    child = spawn('redis-server', options, { stdio: 'ignore' })
    child.on('error', () => {})
    await answering(port, child)
  }
  const kill = async () => {
    const running = child
    child = null
    if (running === null || running.exitCode !== null) return
    const exited = once(running, 'exit')
    running.kill('SIGKILL')
    await exited
  }
  const stop = async () => {
    await kill()
    await rm(folder, { recursive: true, force: true })
  }
  await start()
  const pause = () => child?.kill('SIGSTOP')
  const resume = () => child?.kill('SIGCONT')
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
