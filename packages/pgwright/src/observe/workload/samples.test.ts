import { expect, test } from 'vitest'
import { Samples, samplesFor } from './samples.ts'

test('what is called most is kept of any number of texts, and all calls are stood for', () => {
  const samples = new Samples()
  for (let i = 0; i < 10_000; i++) samples.add(i % 3 === 0 ? 'often' : `once ${i}`, 1, 40)
  const kept = samplesFor(samples.counted(), 10_000)
  expect(kept).toHaveLength(20)
  expect(kept[0]?.sql).toBe('often')
  expect(kept[0]?.calls).toBeGreaterThan(3334)
  expect(kept[0]?.calls).toBeLessThan(4500)
  expect(kept.reduce((sum, { calls }) => sum + calls, 0)).toBeCloseTo(10_000)
})

test('what samples take is known, and where there is no room for any, there is none', () => {
  const samples = new Samples()
  samples.add('a', 1, 0)
  expect([samples.size, samples.counted()]).toEqual([0, []])
  samples.add('a', 1, 1)
  const { size } = samples
  for (const sql of ['b', 'c', 'b']) samples.add(sql, 1, 0)
  expect([samples.size, samples.counted()]).toEqual([size, [{ sql: 'b', calls: 1 }]])
})
