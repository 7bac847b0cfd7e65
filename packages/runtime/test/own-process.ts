import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'

/** A server of a test's own, which can be killed and started again. */
export interface OwnProcess {
  /** On the same port. */
  start(): Promise<void>
  /** As a crash does. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** For good, with its folder. */
  stop(): Promise<void>
}

/** @param answering comes back when the process takes connections; rejects where it never will */
export function ownProcess(
  folder: string,
  spawned: () => ChildProcess,
  answering: (child: ChildProcess) => Promise<void>,
): OwnProcess {
  let child: ChildProcess | null = null
  const kill = async () => {
    const running = child
    child = null
    if (running === null || running.exitCode !== null) return
    const exited = once(running, 'exit')
    running.kill('SIGKILL')
    await exited
  }
  return {
    kill,
    signal: (signal) => void child?.kill(signal),
    async start() {
      child = spawned()
      child.on('error', () => {})
      await answering(child).catch(async (error) => {
        await kill()
        throw error
      })
    },
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
