import type { Shape } from '../shapes/index.ts'
import { duplicates } from './duplicates.ts'
import type { RuntimeFinding } from './finding.ts'
import { fewestInSequence, inSequence } from './in-sequence.ts'
import { nPlusOne } from './n-plus-one.ts'
import { unread } from './unread.ts'
import type { Series, Watch } from './watch.ts'
import { writesOneByOne } from './writes.ts'

export interface DetectOptions {
  /** Different values of a read that is an N+1; default 3. */
  readonly atLeast?: number
  /** The same question; default 3. */
  readonly duplicatesAtLeast?: number
  /** Rows written one by one; default 5. */
  readonly writesAtLeast?: number
}

function thresholdsOf({
  atLeast = 3,
  duplicatesAtLeast = 3,
  writesAtLeast = 5,
}: DetectOptions): Required<DetectOptions> {
  return { atLeast, duplicatesAtLeast, writesAtLeast }
}

/** No finding of what is repeated has fewer statements. */
export function fewestStatements(options: DetectOptions): number {
  const { atLeast, duplicatesAtLeast, writesAtLeast } = thresholdsOf(options)
  return Math.min(atLeast, duplicatesAtLeast, writesAtLeast)
}

/** The worst first: by the round trips that could be spared. */
export function findingsOf(watch: Watch, options: DetectOptions = {}): RuntimeFinding[] {
  const mayBeRepeated = watch.mostAsked >= fewestStatements(options)
  // Of most requests nothing is left here.
  if (!mayBeRepeated && watch.reads < fewestInSequence && !watch.knowsReads) return []
  // Before anything else looks at values, which would count as read.
  const notRead = watch.knowsReads ? [...watch.series.values()].map(unread) : []
  const found = [...ofRepeated(watch, options), ...notRead, ...inSequence(watch)]
  return found.filter((one) => one !== null).sort((a, b) => b.times - a.times)
}

function ofRepeated(watch: Watch, options: DetectOptions): (RuntimeFinding | null)[] {
  const { atLeast, duplicatesAtLeast, writesAtLeast } = thresholdsOf(options)
  const fewest = fewestStatements(options)
  const all = [...watch.series.values()].filter(({ count }) => count >= fewest)
  const nPlusOnes = allNPlusOne(all, watch, atLeast)
  const repeated = new Set(nPlusOnes.keys())
  const others = all.flatMap((series) => [
    duplicates(series, watch, duplicatesAtLeast),
    writesOneByOne(series, watch, writesAtLeast, repeated),
  ])
  return [...nPlusOnes.values(), ...others]
}

/** What takes its values from an N+1 is one, too, so that it is looked again until nothing new is found. */
function allNPlusOne(all: readonly Series[], watch: Watch, atLeast: number): ReadonlyMap<Shape, RuntimeFinding> {
  const found = new Map<Shape, RuntimeFinding>()
  for (let before = -1; before < found.size; ) {
    before = found.size
    const repeated = new Set(found.keys())
    for (const series of all) {
      const finding = found.has(series.shape) ? null : nPlusOne(series, watch, atLeast, repeated)
      if (finding !== null) found.set(series.shape, finding)
    }
  }
  return found
}
