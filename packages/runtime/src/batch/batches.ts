import type { Queryable } from '../queryable.ts'
import { keyName } from './key.ts'

/** The rows of each key, in the order of the keys. */
export type Fetch<Row> = (
  queryable: Queryable,
  keys: readonly (readonly string[])[],
) => Promise<readonly (readonly Row[])[]>

interface Wanted<Row> {
  readonly texts: readonly string[]
  readonly answer: Promise<readonly Row[]>
  readonly resolve: (rows: readonly Row[]) => void
  readonly reject: (error: unknown) => void
  waiting: number
}

/** What one scope wants over one connection or pool. */
export class Batches<Row> {
  private readonly queryable: Queryable
  private readonly fetch: Fetch<Row>
  private readonly maxBatch: number
  private readonly keeps: boolean
  private readonly kept = new Map<string, Wanted<Row>>()
  private pending = new Map<string, Wanted<Row>>()

  constructor(queryable: Queryable, fetch: Fetch<Row>, maxBatch: number, keeps: boolean) {
    this.queryable = queryable
    this.fetch = fetch
    this.maxBatch = maxBatch
    this.keeps = keeps
  }

  load(texts: readonly string[], signal: AbortSignal | undefined): Promise<readonly Row[]> {
    const name = keyName(texts)
    const wanted = this.kept.get(name) ?? this.pending.get(name) ?? this.want(name, texts)
    wanted.waiting++
    return signal === undefined ? wanted.answer : abortable(wanted, signal)
  }

  /** Who waits already gets what was asked for before. */
  clear(name: string | null): void {
    if (name === null) this.kept.clear()
    else this.kept.delete(name)
  }

  private want(name: string, texts: readonly string[]): Wanted<Row> {
    // After the promises that are settled now have gone on: what they load belongs to the same batch.
    if (this.pending.size === 0) Promise.resolve().then(() => process.nextTick(() => this.send()))
    const wanted = { texts, waiting: 0, ...openPromise<readonly Row[]>() }
    // Each that waits is told; that nobody may wait any more is no error of the process.
    wanted.answer.catch(() => {})
    this.pending.set(name, wanted)
    if (this.keeps) this.kept.set(name, wanted)
    return wanted
  }

  private async send(): Promise<void> {
    const all = [...this.pending]
    this.pending = new Map()
    const asked = all.filter(([name, wanted]) => wanted.waiting > 0 || this.forget(name, wanted))
    for (let start = 0; start < asked.length; start += this.maxBatch)
      await this.answer(asked.slice(start, start + this.maxBatch))
  }

  private async answer(batch: readonly (readonly [string, Wanted<Row>])[]): Promise<void> {
    try {
      const rows = await this.fetch(
        this.queryable,
        batch.map(([, { texts }]) => texts),
      )
      for (const [i, [, wanted]] of batch.entries()) wanted.resolve(rows[i] ?? [])
    } catch (error) {
      for (const [name, wanted] of batch) {
        this.forget(name, wanted)
        wanted.reject(error)
      }
    }
  }

  /** What failed, or was never asked, is asked for the next time. */
  private forget(name: string, wanted: Wanted<Row>): false {
    if (this.kept.get(name) === wanted) this.kept.delete(name)
    return false
  }
}

function openPromise<Value>() {
  let resolve: (value: Value) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const answer = new Promise<Value>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  return { answer, resolve, reject }
}

function abortable<Row>(wanted: Wanted<Row>, signal: AbortSignal): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      wanted.waiting--
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    wanted.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
