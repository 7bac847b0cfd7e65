import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { driverOf } from './driver.ts'

const cancelCode = 80877102
const giveUpMs = 2_000
const firstPauseMs = 50
const longestPauseMs = 2_000

/**
 * Asks the server to end the statement that runs on this connection, on a connection of its own as the protocol
 * wants it. Nothing tells whether it did: the statement's own answer does. Comes back when the server is done with it.
 */
export async function sendCancel(client: object): Promise<void> {
  const { host, port, processID, secretKey } = driverOf(client)
  if (!host || !port || !processID || typeof secretKey !== 'number') return
  const message = Buffer.alloc(16)
  message.writeInt32BE(16, 0)
  message.writeInt32BE(cancelCode, 4)
  message.writeInt32BE(processID, 8)
  message.writeInt32BE(secretKey, 12)
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  socket.on('error', () => {})
  socket.setTimeout(giveUpMs, () => socket.destroy())
  // Its end is the server's to make: PgBouncer forgets a request of a client that has gone before it was passed on.
  socket.resume()
  socket.write(message)
  socket.unref()
  await new Promise<void>((resolve) => socket.on('close', () => resolve()))
}

/** Asks again and again until the statement is answered: what comes before the server has begun with it is lost. */
export async function cancelUntil(client: object, answered: Promise<void>): Promise<void> {
  let isAnswered = false
  const answer = answered.then(() => {
    isAnswered = true
  })
  for (let pauseMs = firstPauseMs; !isAnswered; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await sendCancel(client)
    await Promise.race([answer, sleep(pauseMs, undefined, { ref: false })])
  }
}
