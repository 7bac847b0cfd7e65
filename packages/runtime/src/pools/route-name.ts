import { driverOf } from './driver.ts'

/** What a name of PostgreSQL holds. */
const mostBytes = 63
const setName = "select set_config('application_name', $1, false)"

/** `shop:GET /orders/:id`; the server turns what is no ASCII into `?` or escapes, and cuts the name. */
export function routeName(application: string, route: string | null): string {
  const name = route === null ? application : `${application}:${route}`
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, mostBytes)
}

/**
 * Sets the session's application name with messages that are sent before those of the next statement, without
 * waiting for an answer. The client knows nothing of it: its answer is kept from it.
 *
 * Only for a connection that waits for a statement, else another's answer would be kept.
 */
export function sendName(client: object, name: string): void {
  const { connection } = driverOf(client)
  swallowAnswer(connection)
  connection.stream.cork?.()
  connection.parse({ text: setName })
  connection.bind({ values: [name] })
  connection.execute({})
  connection.sync()
  connection.stream.uncork?.()
}

const answers = new Set<string | symbol>([
  ...['parseComplete', 'bindComplete', 'dataRow', 'commandComplete', 'readyForQuery'],
])
const outstanding = new WeakMap<object, number>()

function swallowAnswer(connection: ReturnType<typeof driverOf>['connection']): void {
  const before = outstanding.get(connection) ?? 0
  outstanding.set(connection, before + 1)
  if (before > 0) return
  const emit = connection.emit
  connection.emit = function (event, ...args) {
    // An error (a pooler's, say) or what is not of the answer, such as a notice, is the client's to see.
    if (!answers.has(event)) return emit.call(this, event, ...args)
    if (event === 'readyForQuery') {
      const left = (outstanding.get(connection) ?? 1) - 1
      outstanding.set(connection, left)
      if (left === 0) connection.emit = emit
    }
    return true
  }
}
