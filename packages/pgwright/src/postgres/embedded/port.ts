import { createServer } from 'node:net'
import { PgwrightError } from '../../model/index.ts'

export async function freePort(): Promise<number> {
  const port = await listen(0)
  if (port !== undefined) return port
  throw new PgwrightError('resources', 'No TCP port is free on 127.0.0.1.', 'Close some programs, then try again.')
}

/** @throws PgwrightError `busy` where another program listens on it, `usage` where it is no port. */
export async function requireFreePort(port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new PgwrightError('usage', `There is no port ${port}.`, 'Give one from 1 to 65535.')
  }
  if ((await listen(port)) !== undefined) return
  throw new PgwrightError(
    'busy',
    `Port ${port} is in use by another program, or may not be used by this one.`,
    'Choose another port, or leave the choice to pgwright.',
  )
}

/** Listens for a moment; undefined where that is refused. */
function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
