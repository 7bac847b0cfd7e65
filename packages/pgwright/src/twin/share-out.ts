/**
 * Gives each worker the next item as soon as it is done with its last. The results are in the order of the items.
 *
 * @throws what the first worker that fails throws
 */
export async function shareOut<Worker, Item, Result>(
  workers: readonly Worker[],
  items: readonly Item[],
  work: (worker: Worker, item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const waiting = items.entries()
  await Promise.all(
    workers.map(async (worker) => {
      for (const [place, item] of waiting) results[place] = await work(worker, item)
    }),
  )
  return results
}
