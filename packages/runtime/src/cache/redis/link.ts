import { RuntimeError } from '../../error.ts'

/** What the cache needs of Redis, whichever client an application has. */
export interface RedisLink {
  /** @throws whatever the client throws */
  command(words: readonly string[]): Promise<unknown>
  /** False while it is known to have no connection: a command would only be queued. */
  ready(): boolean
  /** `lost` is called whenever one of the two connections breaks; what was heard until then may not be all. */
  listen(channels: readonly string[], hear: (message: string) => void, lost: () => void): Promise<void>
  close(): Promise<void>
}

/** An open client of `redis` 5 or 6, or of `ioredis` 5; the cache opens one more connection like it, to listen. */
export type RedisClient = NodeRedis | IoRedis

export interface NodeRedis extends Emitter {
  readonly isReady: boolean
  sendCommand(words: string[]): Promise<unknown>
  duplicate(): unknown
}

export interface IoRedis extends Emitter {
  readonly status: string
  call(name: string, ...words: string[]): Promise<unknown>
  duplicate(): unknown
}

interface Emitter {
  on(event: string, listener: (...parameters: unknown[]) => void): unknown
  off(event: string, listener: (...parameters: unknown[]) => void): unknown
}

interface NodeRedisSubscriber extends NodeRedis {
  connect(): Promise<unknown>
  subscribe(channels: string[], listener: (message: string) => void): Promise<unknown>
  destroy(): void
}

interface IoRedisSubscriber extends IoRedis {
  subscribe(...channels: string[]): Promise<unknown>
  disconnect(): void
}

/** @throws RuntimeError `usage` where it is neither */
export function linkTo(client: RedisClient): RedisLink {
  if ('call' in client && typeof client.call === 'function') return ioRedisLink(client)
  if ('sendCommand' in client && typeof client.sendCommand === 'function') return nodeRedisLink(client)
  throw new RuntimeError(
    'usage',
    'The client for Redis is of no kind that the cache knows.',
    'Pass a connected client of `redis` 5 or 6, or one of `ioredis` 5.',
  )
}

function nodeRedisLink(client: NodeRedis): RedisLink {
  const watched = new Watched(['error', 'end', 'reconnecting', 'terminated'])
  let subscriber: NodeRedisSubscriber | null = null
  return {
    command: (words) => client.sendCommand([...words]),
    ready: () => client.isReady,
    async listen(channels, hear, lost) {
      watched.clear()
      end(subscriber)
      const next = client.duplicate() as NodeRedisSubscriber
      subscriber = next
      watched.watch(client, lost)
      watched.watch(next, lost)
      await next.connect()
      await next.subscribe([...channels], hear)
    },
    async close() {
      watched.clear()
      end(subscriber)
    },
  }
}

function ioRedisLink(client: IoRedis): RedisLink {
  const watched = new Watched(['error', 'end', 'close', 'reconnecting'])
  let subscriber: IoRedisSubscriber | null = null
  return {
    command: ([name = '', ...words]) => client.call(name, ...words),
    ready: () => client.status === 'ready',
    async listen(channels, hear, lost) {
      watched.clear()
      silence(subscriber)
      subscriber?.disconnect()
      const next = client.duplicate() as IoRedisSubscriber
      subscriber = next
      watched.watch(client, lost)
      watched.watch(next, lost)
      next.on('message', (_channel, message) => hear(String(message)))
      await next.subscribe(...channels)
    },
    async close() {
      watched.clear()
      silence(subscriber)
      subscriber?.disconnect()
    },
  }
}

function end(subscriber: NodeRedisSubscriber | null): void {
  silence(subscriber)
  try {
    subscriber?.destroy()
  } catch {
    // It was closed already.
  }
}

/** A client whose error nobody hears brings the process down. */
function silence(client: Emitter | null): void {
  client?.on('error', () => {})
}

class Watched {
  readonly #events: readonly string[]
  #undo: (() => void)[] = []

  constructor(events: readonly string[]) {
    this.#events = events
  }

  watch(client: Emitter, lost: () => void): void {
    for (const event of this.#events) {
      const heard = () => lost()
      client.on(event, heard)
      this.#undo.push(() => client.off(event, heard))
    }
  }

  clear(): void {
    for (const undo of this.#undo) undo()
    this.#undo = []
  }
}
