import { RuntimeError } from '../error.ts'

/** The server shuts down or comes up, or has no connection to give. */
const notNow = /^(?:57P0|53)/

/** What the application gets to see where no connection could be made; a refusal that will not pass stays as it is. */
export function connectError(error: unknown, connectTimeoutMs: number): Error {
  if (error instanceof RuntimeError) return error
  const { message = '', code, cause } = error as { message?: string; code?: string; cause?: { message?: string } }
  if (/timeout expired|due to connection timeout/.test(`${message} ${cause?.message ?? ''}`))
    return new RuntimeError(
      'timeout',
      `The server took no connection within ${connectTimeoutMs} ms (connectTimeoutMs).`,
      'See whether the server is up and can be reached from here; the pool itself had room.',
      { cause: error },
    )
  const isRefusal = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !notNow.test(code)
  if (isRefusal && error instanceof Error) return error
  return new RuntimeError(
    'unavailable',
    `No connection with the server could be made: ${code ?? message}.`,
    'See whether the server is up, can be reached from here, and has connections left.',
    { cause: error },
  )
}
