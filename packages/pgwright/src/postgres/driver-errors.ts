import { type Explanation, lostConnection, noAnswer } from './explanation.ts'

/**
 * What pg throws itself has no code, so it is told by its words; they are not the server's, so no server's language
 * changes them.
 */
const encryptionErrors: Readonly<Record<string, Explanation>> = {
  'The server does not support SSL connections': {
    code: 'connection',
    reason: 'the server does not offer TLS, and sslmode asks for it',
    hint: 'Turn TLS on at the server, or use sslmode=prefer where the network is trusted.',
  },
  'There was an error establishing an SSL connection': {
    code: 'connection',
    reason: 'what answers there did not understand the request for TLS',
    hint: 'Check that host and port are those of a PostgreSQL server.',
  },
}

const driverErrors: Readonly<Record<string, Explanation>> = {
  ...encryptionErrors,
  'timeout expired': noAnswer,
  'Connection terminated': lostConnection,
  'Connection terminated unexpectedly': lostConnection,
  'Client has encountered a connection error and is not queryable': lostConnection,
}

const noAuthentication: Explanation = {
  code: 'connection',
  reason: 'server and pgwright could not agree on how to authenticate',
  hint: 'Let the role log in with scram-sha-256 and a password.',
}

export function explainDriver({ message }: Error): Explanation | undefined {
  return message.startsWith('SASL') ? noAuthentication : driverErrors[message]
}

export function isDriversEncryptionError({ message }: Error): boolean {
  return message in encryptionErrors
}
