/** What `stats()` counts. */
export class Counters {
  hits = 0
  staleHits = 0
  redisHits = 0
  joined = 0
  fills = 0
  failedFills = 0
  overtaken = 0
  unordered = 0
  invalidations = 0

  read() {
    const { overtaken, unordered, ...counts } = { ...this }
    return { ...counts, notKept: { overtaken, unordered } }
  }
}
