import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./command-process.ts', import.meta.url))

export interface Outcome {
  /** Null: the process was killed before it was through. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Ready {
  readonly child: ChildProcess
  /** Its standard error since it was last asked. */
  told: string
}

/** Runs commands of pgwright in processes that can be killed; one that was not serves again. */
export class Commands {
  #current: Promise<Ready> = start()
  /** Ready to take the place of one that is killed. */
  #spare: Promise<Ready> = start()

  #working = false

  async run(args: readonly string[]): Promise<Outcome> {
    const ready = await this.#current
    const { child } = ready
    ready.told = ''
    this.#working = true
    const outcome = await new Promise<Omit<Outcome, 'stderr'>>((resolve) => {
      const onExit = () => {
        this.#working = false
        this.#current = this.#spare
        this.#spare = start()
        resolve({ code: null, stdout: '' })
      }
      child.once('exit', onExit)
      child.once('message', (message: Omit<Outcome, 'stderr'>) => {
        this.#working = false
        child.off('exit', onExit)
        resolve(message)
      })
      child.send(args)
    })
    return { ...outcome, stderr: ready.told }
  }

  /** `kill -9` of the process that runs a command; nothing where it is through already. */
  async kill(): Promise<void> {
    const { child } = await this.#current
    if (this.#working) child.kill('SIGKILL')
  }

  async end(): Promise<void> {
    for (const ready of [this.#current, this.#spare]) (await ready).child.kill('SIGKILL')
  }
}

async function start(): Promise<Ready> {
  const child = fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const ready: Ready = { child, told: '' }
  child.stderr?.on('data', (text) => {
    ready.told += text
  })
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`pgwright could not be started: ${ready.told}`)
    }),
  ])
  return ready
}
