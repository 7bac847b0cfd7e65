import type { Explanation } from './network-errors.ts'

const noEntry: Explanation = {
  code: 'connection',
  reason: 'the server does not let this role in from here, or knows no such role',
  hint: "Check the role's name, and the lines of the server's pg_hba.conf.",
}

const shutDown: Explanation = {
  code: 'connection',
  reason: 'the session was ended by an administrator, or the server is shutting down',
  hint: 'Run it again once the server is up.',
}

const disk: Explanation = {
  code: 'resources',
  reason: "the server's disk is full",
  hint: 'Free some space on the server and run it again.',
}

const readOnly: Explanation = {
  code: 'permission',
  reason: 'the session is read-only: the server is a standby, or its settings say so',
  hint: 'Give the URL of the primary, with a role that may write.',
}

const retry = 'Run it again.'

/** By SQLSTATE, else by its class, its first two characters. */
const explanations: Readonly<Record<string, Explanation>> = {
  '08': {
    code: 'connection',
    reason: 'the connection failed',
    hint: 'Check host and port, and that it is a PostgreSQL server.',
  },
  '0A': { code: 'unsupported', reason: 'the server does not support what was asked of it', hint: 'Report this.' },
  '22': { code: 'server', reason: 'a value does not fit its type', hint: 'Check the statement and its parameters.' },
  '23': {
    code: 'server',
    reason: 'rows would have broken a constraint',
    hint: 'Look at the constraint and the rows concerned.',
  },
  '25006': readOnly,
  '25P03': {
    code: 'cancelled',
    reason: 'the server ended the session, for its transaction was idle for too long',
    hint: retry,
  },
  '25P04': { code: 'cancelled', reason: 'the transaction ran into its time limit', hint: retry },
  '28': noEntry,
  '28P01': {
    code: 'connection',
    reason: 'the password is wrong, or there is no such role',
    hint: 'Check the user and the password in the URL, PGPASSWORD or ~/.pgpass.',
  },
  '3D000': {
    code: 'connection',
    reason: 'there is no such database',
    hint: "Check the database's name; psql -l lists those that there are.",
  },
  '40': { code: 'busy', reason: 'another transaction got in the way', hint: retry },
  '42': { code: 'server', reason: 'the server refused the statement', hint: 'Check the statement.' },
  '42501': {
    code: 'permission',
    reason: 'the role lacks a right',
    hint: 'Have the right granted to the role, or use a role that has it.',
  },
  '53': { code: 'resources', reason: 'the server ran out of a resource', hint: "Look at the server's load and log." },
  '53100': disk,
  '53200': {
    code: 'resources',
    reason: 'the server ran out of memory, or of room for locks',
    hint: "Look at the server's memory, work_mem and max_locks_per_transaction.",
  },
  '53300': {
    code: 'resources',
    reason: 'all connections of the server, the database or the role are taken',
    hint: 'Close some, or raise the limit: max_connections, or that of the database or the role.',
  },
  '55': { code: 'server', reason: 'an object is not in the state that this needs', hint: 'Look at the object.' },
  '55006': { code: 'busy', reason: 'the object is in use', hint: 'Run it again when it is not.' },
  '55P03': {
    code: 'busy',
    reason: 'a lock could not be had in time, for another session holds it',
    hint: 'Run it again when there is less traffic, or end the session that holds the lock.',
  },
  '57014': {
    code: 'cancelled',
    reason: 'the statement ran into a time limit, or somebody cancelled it',
    hint: 'Run it again when the server has less to do, or raise statement_timeout.',
  },
  '57P01': shutDown,
  '57P02': {
    code: 'connection',
    reason: 'the server ended all sessions, for one of its processes crashed',
    hint: "Look at the server's log, and run it again.",
  },
  '57P03': {
    code: 'connection',
    reason: 'the server is starting up, shutting down or recovering',
    hint: 'Run it again in a moment.',
  },
  '57P04': { code: 'connection', reason: 'the database was dropped', hint: "Check the database's name." },
  '57P05': { code: 'cancelled', reason: 'the server ended the session, for it was idle for too long', hint: retry },
  '58030': {
    code: 'resources',
    reason: 'the server could not read or write its disk',
    hint: "Look at the server's disk and log.",
  },
}

/**
 * Errors whose message holds no more than the names of objects. A syntax error quotes the statement, and an
 * unsuitable value is quoted itself.
 */
const namesOnly = new Set(['0A000', '42501', '42P01', '42703', '42883', '42704', '3F000', '55000', '42P07', '42710'])

export function explainSqlState(state: string, serverMessage: string): Explanation {
  const known = explanations[state] ?? explanations[state.slice(0, 2)]
  const { code, reason, hint } = known ?? {
    code: 'server',
    reason: `the server reported an error`,
    hint: "Look the code up in PostgreSQL's list of error codes, and the message in the server's log.",
  }
  if (namesOnly.has(state)) return { code, reason: `${reason} (${serverMessage})`, hint }
  return { code, reason: `${reason} (SQLSTATE ${state})`, hint }
}
