import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { instrument } from '../drivers/pg.ts'
import { withScope } from '../scope/index.ts'
import { detectInRequests, type InRequests } from './in-requests.ts'
import type { RuntimeFinding } from './index.ts'
import { blogPool } from './testing/blog.ts'

instrument(pg)
const pool = await blogPool()
afterAll(() => pool.end())

async function request(detector: InRequests): Promise<void> {
  await withScope('GET /authors', async (scope) => {
    detector.begin(null, scope)
    const { rows } = await pool.query('select id from author order by id limit 5')
    for (const { id } of rows) await pool.query('select title from post where author_id = $1', [id])
    detector.end(scope)
  })
}

test('of requests, a share is watched, and each finding told with its route', async () => {
  const found: [RuntimeFinding, string | null][] = []
  const onFinding = (finding: RuntimeFinding, { route }: { route: string | null }) => found.push([finding, route])
  await request(detectInRequests({ share: 0, onFinding }))
  expect(found).toEqual([])
  await request(detectInRequests({ share: 1, onFinding }))
  expect(found).toMatchObject([[{ check: 'n-plus-one', times: 5 }, 'GET /authors']])
})

test('without a listener, a finding is a line on standard error, once, without values', async () => {
  const lines: string[] = []
  const { write } = process.stderr
  process.stderr.write = ((line: string) => lines.push(line) > 0) as typeof write
  const detector = detectInRequests({ share: 1 })
  await request(detector)
    .then(() => request(detector))
    .finally(() => {
      process.stderr.write = write
    })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^n-plus-one: in GET \/authors at .*in-requests\.test\.ts:\d+ This was asked 5 times/)
  expect(lines[0]).not.toMatch(/1000\d\d/)
})
