import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import path from 'node:path'
import { FrameReader } from './frames.ts'
import { type SentUnit, SessionRecord } from './session-record.ts'

/** Stands between a program and a server of ours, and notes what the program sends. Must be closed. */
export interface RecordingProxy {
  /** Of the same database through the proxy, over TCP: not every driver knows sockets. */
  readonly url: string
  /** In the order in which they began. */
  readonly units: readonly SentUnit[]
  /** How many sessions began. */
  readonly sessions: () => number
  close(): Promise<void>
}

/** What a client asks for before it begins: encryption, which a server on the same machine does not have. */
const encryptionRequests = new Set([80877103, 80877104])
const cancelRequest = 80877102

/** @param url of a database of ours */
export async function openRecordingProxy(url: string): Promise<RecordingProxy> {
  const address = new URL(url)
  const socket = address.searchParams.get('host')
  const target =
    socket === null
      ? { host: address.hostname, port: Number(address.port) }
      : { path: path.join(socket, `.s.PGSQL.${address.port}`) }
  const units: SentUnit[] = []
  const sockets = new Set<Socket>()
  let sessions = 0
  const server = createServer((client) => {
    const upstream = connect(target)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => sockets.delete(socket))
      // The other side sees that it has ended, which is all there is to say.
      socket.on('error', () => {})
    }
    client.on('close', () => upstream.end())
    upstream.on('close', () => client.end())
    relay(client, upstream, new SessionRecord((unit) => units.push(unit)), () => sessions++)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address.search = ''
  address.hostname = '127.0.0.1'
  address.port = String((server.address() as AddressInfo).port)
  return {
    url: address.href,
    units,
    sessions: () => sessions,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function relay(client: Socket, upstream: Socket, record: SessionRecord, onSession: () => void): void {
  const fromClient = new FrameReader()
  let begun = false
  client.on('data', (chunk: Buffer) => {
    fromClient.add(chunk)
    if (begun) upstream.write(chunk)
    while (!begun) {
      const bare = fromClient.nextBare()
      if (bare === null) return
      const code = bare.readUInt32BE(4)
      if (encryptionRequests.has(code)) client.write('N')
      else {
        upstream.write(bare)
        begun = true
        if (code !== cancelRequest) onSession()
      }
    }
    for (let frame = fromClient.next(); frame !== null; frame = fromClient.next()) record.sent(frame)
  })
  const fromServer = new FrameReader()
  upstream.on('data', (chunk: Buffer) => {
    fromServer.add(chunk)
    for (let frame = fromServer.next(); frame !== null; frame = fromServer.next()) record.answered(frame)
    client.write(chunk)
  })
}
