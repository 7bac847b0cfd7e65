import { type Answer, ended, type Field, failed, type Statement } from '../events/index.ts'

export type Callback = (error: unknown, ...given: unknown[]) => void

export function heard(statement: Statement, callback: Callback): Callback {
  return (error, ...given) => {
    if (error) failed(statement, error)
    else ended(statement, answerOf(given[0]))
    return callback(error, ...given)
  }
}

/**
 * The promise that the driver would make, of the class that it was told to use, by its way with a callback: a promise
 * beside its own would be made, looked at and settled for each statement, which is dear where each is followed by hooks.
 *
 * @param ask hands the callback to the driver
 */
export function promised(
  Made: PromiseConstructor,
  statement: Statement,
  ask: (callback: Callback) => void,
): Promise<unknown> {
  const answered = new Made((resolve, reject) => {
    ask(heard(statement, (error, answer) => (error ? reject(error) : resolve(answer))))
  })
  return answered.catch(traced)
}

/** As the driver does it: with the way to who asked, not to the socket. */
function traced(error: unknown): never {
  Error.captureStackTrace(error as object)
  throw error
}

/** Handed on in its place, so that a rejection which the application leaves alone is one still. */
export function hearing(result: Promise<unknown>, statement: Statement): Promise<unknown> {
  return result.then(
    (answer) => {
      ended(statement, answerOf(answer))
      return answer
    },
    (error: unknown) => {
      failed(statement, error)
      throw error
    },
  )
}

/** Of a cursor or stream, which gives its rows in parts. */
export function listen(statement: Statement, stream: unknown): void {
  const { once } = (stream ?? {}) as { readonly once?: (event: string, then: () => void) => void }
  if (typeof once !== 'function') return
  let done = false
  const end = () => {
    if (!done) ended(statement, { rows: null, fields: [], rowCount: null })
    done = true
  }
  // Not to its errors: one to which nobody listens must go on ending the program.
  for (const event of ['end', 'close']) once.call(stream, event, end)
}

interface PgAnswer {
  readonly rows?: readonly unknown[]
  readonly fields?: readonly Field[]
  readonly rowCount?: number | null
}

/** Of several statements in one text, there are as many answers: none of them is the whole. */
function answerOf(answer: unknown): Answer {
  if (Array.isArray(answer)) return { rows: null, fields: [], rowCount: null }
  const { rows = null, fields = [], rowCount = null } = (answer ?? {}) as PgAnswer
  return { rows, fields, rowCount }
}
