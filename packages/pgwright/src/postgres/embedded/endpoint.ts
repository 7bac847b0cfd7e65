import { join } from 'node:path'
import { freePort, requireFreePort } from './port.ts'
import type { Settings } from './settings.ts'

/** Where a server listens. */
export interface Endpoint {
  /** A host name, or the folder of the socket. */
  readonly host: string
  readonly port: number
}

/** A socket's path is limited to 104 bytes on macOS and 108 on Linux, its final zero included. */
const maxSocketPathBytes = 100
const socketPort = 5432

/** @throws PgwrightError `busy` when the port wished for is taken. */
export async function chooseEndpoint(folder: string, listen: 'socket' | 'tcp', port?: number): Promise<Endpoint> {
  if (listen === 'socket' && canHoldSocket(folder)) return { host: folder, port: socketPort }
  if (port !== undefined) await requireFreePort(port)
  return { host: '127.0.0.1', port: port ?? (await freePort()) }
}

/** In a URL libpq reads a comma as one between two hosts. */
function canHoldSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= maxSocketPathBytes && !folder.includes(',')
}

export function isSocket({ host }: Endpoint): boolean {
  return host.startsWith('/')
}

export function endpointSettings(endpoint: Endpoint): Settings {
  return isSocket(endpoint)
    ? { port: endpoint.port, listen_addresses: '', unix_socket_directories: quoteListItem(endpoint.host) }
    : { port: endpoint.port, listen_addresses: endpoint.host, unix_socket_directories: '' }
}

/** For libpq and pg alike: both let the parameter `host` win over the authority. */
export function endpointUrl(endpoint: Endpoint, user: string, password: string, database: string): string {
  const host = isSocket(endpoint) ? 'localhost' : endpoint.host
  const query = isSocket(endpoint) ? `?host=${encodeURIComponent(endpoint.host)}` : ''
  const authority = `${encodeURIComponent(user)}:${password}@${host}:${endpoint.port}`
  return `postgresql://${authority}/${encodeURIComponent(database)}${query}`
}

/** The setting is a list of names, in which commas and spaces separate. */
function quoteListItem(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
