import { RuntimeError } from '../../error.ts'
import { within } from '../within.ts'
import type { RedisLink } from './link.ts'
import type { Script } from './scripts.ts'

/** Scripts on the state of one cache, each within a time. */
export class Commands {
  readonly #link: RedisLink
  readonly #state: string
  readonly #timeoutMs: number

  constructor(link: RedisLink, state: string, timeoutMs: number) {
    this.#link = link
    this.#state = state
    this.#timeoutMs = timeoutMs
  }

  /** @throws RuntimeError `unavailable` or `timeout`, or what the client throws */
  async run<Reply>(script: Script, words: readonly string[]): Promise<Reply> {
    const rest = ['1', this.#state, ...words]
    try {
      return (await this.#send(['EVALSHA', script.sha, ...rest])) as Reply
    } catch (error) {
      // The first word of Redis' errors is their code.
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return (await this.#send(['EVAL', script.text, ...rest])) as Reply
    }
  }

  /** Another one after each start of a server. */
  async runId(): Promise<string> {
    return /^run_id:(\w+)/m.exec(String(await this.#send(['INFO', 'server'])))?.[1] ?? 'unknown'
  }

  #send(words: readonly string[]): Promise<unknown> {
    // Without a connection it would be queued, and answered by whatever comes back.
    if (!this.#link.ready()) return Promise.reject(away())
    return within(this.#link.command(words), this.#timeoutMs)
  }
}

export function away(): RuntimeError {
  return new RuntimeError('unavailable', 'Redis is away.', 'The cache goes on without it and looks for it by itself.')
}
