/** What one statement is to take on the source; it is not broken off there, but the next one asks for less. */
const aimMs = 40
const firstPortion = 25
/** A statement takes some milliseconds to plan, however little it asks for. */
const leastPortion = 10

/**
 * Calls `read` with one portion of a long list after the other, each as large as the time that the last one took
 * allows, so that no statement keeps the source busy for long, however large its tables are and however slow it is.
 */
export async function inPortions<Item, Result>(
  items: readonly Item[],
  read: (portion: readonly Item[]) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0, size = firstPortion; from < items.length; ) {
    const portion = items.slice(from, from + size)
    const startedAt = performance.now()
    results.push(await read(portion))
    from += portion.length
    const wanted = Math.floor((size * aimMs) / (performance.now() - startedAt))
    size = Math.max(leastPortion, Math.min(wanted, size * 2))
  }
  return results
}
