import { type Driver, isClean } from './driver.ts'

/** Within this a server says that it has finished with a statement whose error it has told. */
const settleMs = 1_000

/**
 * Whether the connection can be given to the next: not while a statement of the last one runs on it, and not within
 * a transaction that was left open. Calls back at once where that is known.
 */
export function settle(driver: Driver, isBroken: () => boolean, done: (clean: boolean) => void): void {
  const isKnown = () => isBroken() || driver.readyForQuery === true
  const tell = () => done(!isBroken() && isClean(driver))
  if (isKnown()) tell()
  // A statement that pg refused to send leaves the client ready a moment after its error, without any event.
  else setImmediate(() => (isKnown() ? tell() : awaitReady(driver, tell)))
}

function awaitReady(driver: Driver, done: () => void): void {
  const { connection } = driver
  const finish = () => {
    clearTimeout(timer)
    connection.removeListener('readyForQuery', onReady)
    connection.removeListener('end', finish)
    done()
  }
  // The client listens too, and was first: it may have sent the next statement that was queued on it.
  const onReady = () => {
    if (driver.readyForQuery === true) finish()
  }
  const timer = setTimeout(finish, settleMs)
  connection.on('readyForQuery', onReady)
  connection.on('end', finish)
}
