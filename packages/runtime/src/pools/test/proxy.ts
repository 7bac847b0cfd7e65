import { connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

/** A wire between an application and a server, on which faults can be made. */
export interface Proxy {
  /** The server's URL with this wire's address. */
  readonly url: string
  readonly connections: number
  /** The server's machine goes away: nothing comes through any more, and nobody is told. */
  freeze(): void
  thaw(): void
  /** Both ends of all connections are reset. */
  reset(): void
  /** No connection is taken, and those there are end. */
  refuse(): Promise<void>
  accept(): Promise<void>
}

export async function startProxy(serverUrl: string): Promise<Proxy> {
  const target = new URL(serverUrl)
  const folder = target.searchParams.get('host')
  const upstream = () =>
    folder === null ? connect(Number(target.port), target.hostname) : connect(`${folder}/.s.PGSQL.${target.port}`)
  const pairs = new Set<readonly [Socket, Socket]>()
  let frozen = false
  const server = createServer((client) => {
    const behind = upstream()
    const pair = [client, behind] as const
    pairs.add(pair)
    const pass = (from: Socket, to: Socket) => {
      from.on('data', (data) => {
        if (!frozen) to.write(data)
      })
      from.on('error', () => {})
      from.on('close', () => {
        pairs.delete(pair)
        if (!frozen) to.destroy()
      })
    }
    pass(client, behind)
    pass(behind, client)
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as { port: number }
  const reset = () => {
    for (const [client, behind] of pairs) {
      client.resetAndDestroy()
      behind.destroy()
    }
  }
  const refuse = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      reset()
    })
  afterAll(async () => {
    if (server.listening) await refuse()
  })
  const url = new URL(serverUrl)
  url.search = ''
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    get connections() {
      return pairs.size
    },
    freeze: () => {
      frozen = true
    },
    thaw: () => {
      frozen = false
    },
    reset,
    refuse,
    accept: () => listen(port),
  }
}
