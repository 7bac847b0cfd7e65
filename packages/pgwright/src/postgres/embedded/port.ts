import { createServer } from 'node:net'
import { PgwrightError } from '../../model/index.ts'

export async function freePort(): Promise<number> {
  const port = await listen(0)
  if (port === undefined) throw new PgwrightError('resources', 'No free TCP port could be had.', 'Close some programs.')
  return port
}

/** @throws PgwrightError `busy` where another program listens on it. */
export async function requireFreePort(port: number): Promise<void> {
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
