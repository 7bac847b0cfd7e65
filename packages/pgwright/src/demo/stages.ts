/** Times the stages of a demo and tells of each as it begins. */
export class Stages {
  readonly times: { name: string; durationMs: number }[] = []
  readonly #onProgress: (stage: string, share: number | null) => void
  readonly #signal: AbortSignal | undefined

  constructor(onProgress: (stage: string, share: number | null) => void, signal: AbortSignal | undefined) {
    this.#onProgress = onProgress
    this.#signal = signal
  }

  /** @throws the signal's reason once it has been given */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#signal?.throwIfAborted()
    this.#onProgress(name, null)
    const startedAt = performance.now()
    try {
      return await work()
    } finally {
      this.times.push({ name, durationMs: performance.now() - startedAt })
    }
  }
}
