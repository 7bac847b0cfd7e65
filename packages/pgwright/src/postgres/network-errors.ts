import type { ErrorCode } from '../model/index.ts'

export interface Explanation {
  readonly code: ErrorCode
  /** Completes `… failed: `; no full stop. */
  readonly reason: string
  readonly hint: string
}

const lost: Explanation = {
  code: 'connection',
  reason: 'the connection was lost',
  hint: 'Check that the server still runs and that the network holds, then run it again.',
}

const timedOut: Explanation = {
  code: 'connection',
  reason: 'the server did not answer in time',
  hint: 'Check host and port, and that no firewall stands between.',
}

const noPath: Explanation = {
  code: 'connection',
  reason: 'the network has no way to that host',
  hint: 'Check the host, your network and your VPN.',
}

const unknownHost: Explanation = {
  code: 'connection',
  reason: 'the host has no known address',
  hint: "Check the host's spelling, and that you are on the network that knows it.",
}

const fullDisk: Explanation = {
  code: 'resources',
  reason: 'the disk of this machine is full',
  hint: 'Free some space and run it again.',
}

/** By Node's error code. */
const networkErrors: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: {
    code: 'connection',
    reason: 'the connection was refused, so no server listens there',
    hint: 'Check host and port, and that the server runs.',
  },
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ETIMEDOUT: timedOut,
  EHOSTUNREACH: noPath,
  ENETUNREACH: noPath,
  EADDRNOTAVAIL: noPath,
  ECONNRESET: lost,
  EPIPE: lost,
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
}

/** By Node's error code, of a connection to a socket. */
const socketErrors: Readonly<Record<string, Explanation>> = {
  ENOENT: {
    code: 'connection',
    reason: 'there is no such socket, so no server listens there',
    hint: "Check the socket's folder and the port, and that the server runs.",
  },
  EACCES: {
    code: 'connection',
    reason: "this user has no right to the server's socket",
    hint: 'Run it as a user that has it, or connect by host name.',
  },
}

const untrusted: Explanation = {
  code: 'connection',
  reason: "the server's certificate is not trusted",
  hint: 'Give the certificate of its authority as sslrootcert, or use sslmode=require, which does not check it.',
}

export function isTlsCode(code: string): boolean {
  return /^ERR_(TLS|SSL)|CERT|^UNABLE_TO_|^EPROTO$/.test(code)
}

export function explainNetwork(error: NodeJS.ErrnoException): Explanation | undefined {
  const { code = '', syscall } = error
  if (isTlsCode(code)) return untrusted
  return networkErrors[code] ?? (syscall === 'connect' ? socketErrors[code] : undefined)
}

interface DriverError {
  readonly explanation: Explanation
  /** The connection failed for its encryption alone. */
  readonly encryption?: true
}

/** What pg throws itself has no code. Its words are not the server's, so no server's language changes them. */
const driverErrors: Readonly<Record<string, DriverError>> = {
  'timeout expired': { explanation: timedOut },
  'Connection terminated': { explanation: lost },
  'Connection terminated unexpectedly': { explanation: lost },
  'Client has encountered a connection error and is not queryable': { explanation: lost },
  'The server does not support SSL connections': {
    encryption: true,
    explanation: {
      code: 'connection',
      reason: 'the server does not offer TLS, and sslmode asks for it',
      hint: 'Turn TLS on at the server, or use sslmode=prefer where the network is trusted.',
    },
  },
  'There was an error establishing an SSL connection': {
    encryption: true,
    explanation: {
      code: 'connection',
      reason: 'what answers there did not understand the request for TLS',
      hint: 'Check that host and port are those of a PostgreSQL server.',
    },
  },
}

export function explainDriver(message: unknown): DriverError | undefined {
  if (typeof message !== 'string') return undefined
  if (message.startsWith('SASL')) return { explanation: noAuthentication }
  return driverErrors[message]
}

const noAuthentication: Explanation = {
  code: 'connection',
  reason: 'server and pgwright could not agree on how to authenticate',
  hint: 'Let the role log in with scram-sha-256 and a password.',
}
