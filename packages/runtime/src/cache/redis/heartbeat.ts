import { within } from '../within.ts'

export interface Beats {
  /** Publishes the beat to this process; false where Redis is no longer what it was. */
  send(number: number): Promise<boolean>
  missed(): void
}

/**
 * Proves every `everyMs` that what is published arrives: the process hears its own beat, and with it all that was
 * published before. Without it a connection that is open on one side only would be silent for ever.
 */
export class Heartbeat {
  #number = 0
  #timer: NodeJS.Timeout | undefined
  #running = 0
  #waiting: { readonly number: number; readonly heard: () => void } | null = null
  readonly #everyMs: number
  readonly #timeoutMs: number
  readonly #beats: Beats

  constructor(everyMs: number, timeoutMs: number, beats: Beats) {
    this.#everyMs = everyMs
    this.#timeoutMs = timeoutMs
    this.#beats = beats
  }

  start(): void {
    this.#schedule(++this.#running)
  }

  stop(): void {
    this.#running++
    clearTimeout(this.#timer)
  }

  heard(number: number): void {
    if (this.#waiting?.number === number) this.#waiting.heard()
  }

  async once(): Promise<boolean> {
    const number = ++this.#number
    const arrived = new Promise<void>((heard) => {
      this.#waiting = { number, heard }
    })
    try {
      const same = await this.#beats.send(number)
      await within(arrived, this.#timeoutMs)
      return same
    } catch {
      return false
    }
  }

  #schedule(run: number): void {
    this.#timer = setTimeout(async () => {
      const well = await this.once()
      if (run !== this.#running) return
      if (well) this.#schedule(run)
      else this.#beats.missed()
    }, this.#everyMs).unref()
  }
}
