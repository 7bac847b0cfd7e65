import { formatSeconds, printable } from '../model/index.ts'

/** Tells on standard error how far a command is, so that standard output holds the result alone. */
export class Progress {
  readonly #enabled: boolean
  readonly #terminal = process.stderr.isTTY === true
  readonly #startedAt = Date.now()
  #stage = ''
  #stageStartedAt = Date.now()
  #drawn = false

  constructor(quiet: boolean) {
    this.#enabled = !quiet
  }

  /** @param share of the stage that is done; null where it is not known */
  readonly update = (stage: string, share: number | null): void => {
    if (!this.#enabled) return
    // `build: rows` and `build: indexes` are parts of one stage.
    const [name = stage] = stage.split(':')
    if (name !== this.#stage) {
      this.#stage = name
      this.#stageStartedAt = Date.now()
      if (!this.#terminal) process.stderr.write(`${formatSeconds(Date.now() - this.#startedAt)} ${name}\n`)
    }
    if (this.#terminal) this.#draw(printable(stage), share)
  }

  /** A line that stays. */
  readonly note = (text: string): void => {
    if (!this.#enabled) return
    this.clear()
    process.stderr.write(`${printable(text)}\n`)
  }

  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[2K')
    this.#drawn = false
  }

  #draw(stage: string, share: number | null): void {
    const width = 24
    const full = Math.round(width * (share ?? 0))
    const bar = share === null ? '·'.repeat(width) : '█'.repeat(full) + '·'.repeat(width - full)
    const columns = process.stderr.columns ?? 80
    const line = `${bar} ${stage}${this.#estimate(share)}`
    process.stderr.write(`\r\u001b[2K${[...line].slice(0, columns - 1).join('')}`)
    this.#drawn = true
  }

  /** Time left, from the share of the stage that is done; said once it means something. */
  #estimate(share: number | null): string {
    const elapsedMs = Date.now() - this.#stageStartedAt
    if (share === null || share < 0.1 || elapsedMs < 2_000) return ''
    return `, about ${formatSeconds((elapsedMs * (1 - share)) / share)} left`
  }
}
