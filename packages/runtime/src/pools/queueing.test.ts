import { expect, it } from 'vitest'
import { Arrivals } from './arrivals.ts'
import { Circuit } from './circuit.ts'
import { Histogram, scrapedBoundsMs } from './histogram.ts'
import { connectionsFor, shareWaiting } from './queueing.ts'

it('agrees with Erlang’s table', () => {
  // 8 erlangs on 10 servers: 0.4092 wait, by the published tables of the formula.
  const load = { rate: 800, meanHoldMs: 10, squaredVariation: 1 }
  expect(shareWaiting(load, 10, 0)).toBeCloseTo(0.4092, 3)
  expect(shareWaiting(load, 8, 0)).toBe(1)
  expect(connectionsFor(load, 10, 0.05)).toBe(11)
  expect(connectionsFor({ ...load, squaredVariation: 10 }, 10, 0.05)).toBeGreaterThan(11)
  expect(connectionsFor({ rate: 0, meanHoldMs: 0, squaredVariation: 0 }, 1, 0.05)).toBe(1)
})

it('tells quantiles from above, at most 9 % too high', () => {
  const histogram = new Histogram()
  expect(histogram.summary()).toEqual({ count: 0, meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null })
  for (let ms = 1; ms <= 1000; ms++) histogram.record(ms)
  const { p50Ms, p95Ms, p99Ms, maxMs, meanMs } = histogram.summary()
  for (const [measured, exact] of [
    [p50Ms, 500],
    [p95Ms, 950],
    [p99Ms, 990],
  ] as const) {
    expect(measured).toBeGreaterThanOrEqual(exact)
    expect(measured).toBeLessThanOrEqual(Math.min(1000, exact * 1.0905))
  }
  expect([maxMs, meanMs]).toEqual([1000, 500.5])
  expect(histogram.countUpTo(scrapedBoundsMs[5] ?? 0)).toBe(262)
  histogram.record(0)
  histogram.record(1e12)
  expect(histogram.quantile(1)).toBe(1e12)
})

it('finds the busiest ten seconds', () => {
  const arrivals = new Arrivals(0)
  for (let ms = 0; ms < 60_000; ms += 100) arrivals.record(ms)
  for (let ms = 60_000; ms < 70_000; ms += 10) arrivals.record(ms)
  for (let ms = 400_000; ms < 410_000; ms += 100) arrivals.record(ms)
  const { mean, peak } = arrivals.rates(410_000)
  expect(peak).toBe(100)
  expect(mean).toBeCloseTo(1700 / 410)
})

it('opens after failures in a row, lets one try at a time, and waits longer each time', () => {
  const circuit = new Circuit({ failures: 2, openMs: 100, maxOpenMs: 300 }, () => 1)
  circuit.failed(0)
  circuit.succeeded()
  circuit.failed(0)
  expect(circuit.mayTry(0)).toBe(true)
  circuit.failed(0)
  expect([circuit.state(50), circuit.mayTry(50), circuit.openForMs(50)]).toEqual(['open', false, 50])
  // Those that were on their way when it opened.
  circuit.failed(60)
  expect(circuit.openForMs(60)).toBe(40)
  expect([circuit.state(100), circuit.mayTry(100), circuit.mayTry(100)]).toEqual(['half-open', true, false])
  circuit.failed(110)
  expect(circuit.openForMs(110)).toBe(200)
  expect(circuit.mayTry(310)).toBe(true)
  circuit.failed(310)
  expect(circuit.openForMs(310)).toBe(300)
  expect(circuit.mayTry(610)).toBe(true)
  circuit.succeeded()
  expect([circuit.state(610), circuit.mayTry(610)]).toEqual(['closed', true])
})
