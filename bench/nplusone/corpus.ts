import type { Case } from './case.ts'
import { type Judged, judge } from './judge.ts'
import { nearMisses } from './near-misses.ts'
import { planted } from './planted.ts'
import type { Open } from './subject.ts'

export const cases: readonly Case[] = [...planted, ...nearMisses]

/** Every case by every driver, on a pool of two. */
export async function corpus(url: string, opens: readonly Open[], chosen: readonly Case[] = cases): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const open of opens) {
    const subject = await open(url, 2)
    try {
      // Whatever a driver asks when it begins is no request's.
      await subject.authors(1)
      await subject.raw('update job set done = false')
      for (const one of chosen) {
        if (one.appliesTo?.(subject) ?? true) judged.push(await judge(subject, one))
      }
    } finally {
      await subject.close()
    }
  }
  return judged
}
