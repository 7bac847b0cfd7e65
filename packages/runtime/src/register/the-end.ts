const signals = ['SIGINT', 'SIGTERM'] as const
/** A terminal sends one to all processes, and who started this one hands it on. */
const alikeMs = 1_000

/**
 * Does a last thing, once: when the program has nothing left to do, or when a signal would end it. The signal ends it
 * then, too, and a later one at once. A program that listens to a signal decides itself what comes of it.
 */
export function atTheEnd(work: () => Promise<void>): void {
  let done: Promise<void> | null = null
  const once = () => {
    // What goes wrong is not to change how the program ends.
    done ??= work().catch(() => {})
    return done
  }
  process.once('beforeExit', () => void once())
  for (const signal of signals) {
    let firstAt: number | null = null
    const end = () => {
      process.off(signal, ended)
      process.kill(process.pid, signal)
    }
    const ended = () => {
      if (process.listenerCount(signal) > 1) return
      if (firstAt !== null && performance.now() - firstAt > alikeMs) end()
      if (firstAt !== null) return
      firstAt = performance.now()
      void once().then(end)
    }
    process.on(signal, ended)
  }
}
