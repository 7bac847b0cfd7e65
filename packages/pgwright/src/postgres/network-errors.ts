import { type Explanation, lostConnection, noAnswer } from './explanation.ts'

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
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: noPath,
  ENETUNREACH: noPath,
  EADDRNOTAVAIL: noPath,
  ECONNRESET: lostConnection,
  EPIPE: lostConnection,
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
}

/** Codes that files have too, so they mean this of a connection only. */
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
  reason: 'no trusted TLS connection could be made: the certificate or the protocol does not suit',
  hint: "Give the certificate of the server's authority as sslrootcert, or use sslmode=require, which does not check it.",
}

export function explainNetwork(error: NodeJS.ErrnoException): Explanation | undefined {
  if (isTlsCode(error)) return untrusted
  const { code = '', syscall } = error
  return networkErrors[code] ?? (syscall === 'connect' ? socketErrors[code] : undefined)
}

/** Node passes on OpenSSL's names, of which there are many. */
export function isTlsCode({ code = '' }: NodeJS.ErrnoException): boolean {
  return /^ERR_(TLS|SSL|OSSL)|CERT|^UNABLE_TO_|^EPROTO$/.test(code)
}
