import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./application.ts', import.meta.url))

/** What the application saw between two moments. */
export interface PhaseReport {
  readonly name: string
  readonly statements: number
  readonly failed: number
  readonly errors: readonly string[]
  /** From when a statement was due to its answer. */
  readonly maxMs: number
  readonly p99Ms: number
  readonly p50Ms: number
  /** Statements that were answered within a second. */
  readonly perSecond: number
  readonly longest: LongestWait
}

/** Of a statement that was answered. */
export interface LongestWait {
  readonly ms: number
  readonly sql: string
  /** By `Date.now()`. */
  readonly endedAt: number
}

/** The application, in a process of its own. */
export class Application {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(url: string, ratePerSecond: number, orders: number): Promise<Application> {
    const child = fork(program, [JSON.stringify({ url, ratePerSecond, orders })])
    await Promise.race([once(child, 'message'), died(child)])
    return new Application(child)
  }

  /** What becomes due from now on counts for this phase. */
  async begin(phase: string): Promise<void> {
    const begun = once(this.#child, 'message')
    this.#child.send(phase)
    await Promise.race([begun, died(this.#child)])
  }

  /** Comes back when every statement that was due has been answered. */
  async end(): Promise<readonly PhaseReport[]> {
    await this.begin('end')
    const [{ reports }] = (await Promise.race([once(this.#child, 'message'), died(this.#child)])) as [
      { reports: readonly PhaseReport[] },
    ]
    return reports
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

async function died(child: ChildProcess): Promise<never> {
  await once(child, 'exit')
  throw new Error('The application ended before it was told to.')
}
