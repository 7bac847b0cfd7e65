import { watchScope } from '../../packages/runtime/src/detect/index.ts'
import { instrument } from '../../packages/runtime/src/drivers/pg.ts'
import { asked, begun, ended } from '../../packages/runtime/src/events/index.ts'
import { withScope } from '../../packages/runtime/src/scope/index.ts'
import { type Spread, spread } from './spread.ts'

const texts = Array.from({ length: 20 }, (_, nth) => `select id, title, body from post_${nth} where author_id = $1`)
const fields = ['id', 'title', 'body'].map((name) => ({ name }))
const rows = Array.from({ length: 10 }, (_, id) => ({ id, title: 'a title', body: 'a body' }))

/** Nanoseconds of a statement that is seen once in a request, with an answer of ten rows, without the driver's own work. */
export function unrepeated(runs: number): Spread {
  const requests = 2_000
  const run = () => {
    let ns = 0n
    for (let request = 0; request < requests; request++) {
      withScope('GET /', (scope) => {
        const { end } = watchScope(scope)
        const before = process.hrtime.bigint()
        for (const text of texts) {
          const statement = begun(text, [request])
          if (statement === null) throw new Error('Nobody listens.')
          asked(statement)
          ended(statement, { rows, fields, rowCount: rows.length })
        }
        ns += process.hrtime.bigint() - before
        end()
      })
    }
    return Number(ns) / (requests * texts.length)
  }
  return spread(times(runs, run))
}

class Fake {
  query(_text: string): number {
    return 1
  }
}

class Instrumented {
  query(_text: string): number {
    return 1
  }
}

/** Nanoseconds that an instrumented driver's call costs more than a bare one, where nobody listens. */
export function off(runs: number): Spread {
  const calls = 1_000_000
  const bare = new Fake()
  const own = instrument(new Instrumented())
  const timed = (one: Fake) => {
    const before = process.hrtime.bigint()
    for (let call = 0; call < calls; call++) one.query('select 1')
    return Number(process.hrtime.bigint() - before) / calls
  }
  return spread(times(runs, () => timed(own) - timed(bare)))
}

/** The first is for the compiler. */
function times(runs: number, run: () => number): number[] {
  return Array.from({ length: runs + 1 }, run).slice(1)
}
