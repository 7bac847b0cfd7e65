import type { Benchmark, Connection, Gate } from 'pgwright'

const calls = 30

/** Each query of a kind is fast enough 95 times of a hundred: an average over all would hide a slow one that is rare. */
export function responseTimes(kind: string, benchmarks: readonly Benchmark[], boundMs: number): Gate {
  return {
    id: `${kind}-queries`,
    title: `Response time of ${kind} queries`,
    claim: `< ${boundMs} ms (p95 of each)`,
    async measure({ service, owner, random, dimensions }) {
      const slowest = { title: '', p95Ms: 0 }
      for (const benchmark of benchmarks) {
        const form = (await isReady(owner, benchmark)) ? benchmark.improved : benchmark.naive
        const p95Ms = await p95(service, form, () => benchmark.parameters(random, dimensions))
        if (p95Ms > slowest.p95Ms) Object.assign(slowest, { title: benchmark.title, p95Ms })
      }
      const { title, p95Ms } = slowest
      return {
        measured: `${p95Ms.toFixed(1)} ms, the slowest of ${benchmarks.length} (${title})`,
        met: p95Ms < boundMs,
        figures: [
          {
            id: `${kind}-p95`,
            title: `p95 of the slowest ${kind} query`,
            value: p95Ms,
            unit: 'ms',
            goal: boundMs,
            better: 'lower',
          },
        ],
      }
    },
  }
}

/** A change that did not pay on this machine was not made, and then the naive form is what there is. */
async function isReady(owner: Connection, { needs = [] }: Benchmark): Promise<boolean> {
  if (needs.length === 0) return true
  const [row] = await owner.query<{ there: boolean }>(
    `select to_regclass('instructor_statistics') is not null as there`,
  )
  return row?.there === true
}

async function p95(service: Connection, form: Benchmark['improved'], draw: () => unknown): Promise<number> {
  const timesMs: number[] = []
  for (let call = 0; call < calls; call++) {
    const drawn = draw()
    const start = performance.now()
    await form(service, drawn)
    timesMs.push(performance.now() - start)
  }
  return timesMs.sort((a, b) => a - b)[Math.ceil(calls * 0.95) - 1] ?? Number.NaN
}
