import type { Explanation } from './explanation.ts'

const retry = 'Run it again.'

/** By SQLSTATE, else by its class, which is its first two characters. */
const explanations: Readonly<Record<string, Explanation>> = {
  '08': {
    code: 'connection',
    reason: 'the server, or a pooler before it, broke off the conversation',
    hint: 'Check host and port, database and user, and the log of server and pooler.',
  },
  '0A': {
    code: 'unsupported',
    reason: 'the server does not support what was asked of it',
    hint: 'Check that the server is PostgreSQL 14 or later, and report this if it is.',
  },
  '22': { code: 'server', reason: 'a value does not fit its type', hint: 'Check the statement and its parameters.' },
  '23': { code: 'server', reason: 'rows would break a constraint', hint: 'Look at the constraint and at the rows.' },
  '25006': {
    code: 'permission',
    reason: 'the session is read-only: the server is a standby, or its settings say so',
    hint: 'Give the URL of the primary, with a role that may write.',
  },
  '25P03': { code: 'cancelled', reason: 'the server ended a transaction that was idle for too long', hint: retry },
  '25P04': { code: 'cancelled', reason: 'the transaction ran into a time limit', hint: retry },
  '28': {
    code: 'connection',
    reason: 'the server does not let this role in from here, or knows no such role',
    hint: "Check the role's name, and the lines of the server's pg_hba.conf.",
  },
  '28P01': {
    code: 'connection',
    reason: 'the password is wrong, or there is no such role',
    hint: 'Check the user, and the password in the URL, PGPASSWORD or ~/.pgpass.',
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
  '53100': {
    code: 'resources',
    reason: "the server's disk is full",
    hint: 'Free some space on the server and run it again.',
  },
  '53200': {
    code: 'resources',
    reason: 'the server ran out of memory',
    hint: "Look at the server's memory, work_mem and max_locks_per_transaction.",
  },
  '53300': {
    code: 'resources',
    reason: 'no connection is free',
    hint: 'Close some, or raise the limit: max_connections, or that of the database or the role.',
  },
  '55': { code: 'server', reason: 'an object is not in the state that this needs', hint: 'Look at the object.' },
  '55006': { code: 'busy', reason: 'the object is in use', hint: 'Run it again when nobody uses it.' },
  '55P03': {
    code: 'busy',
    reason: 'a lock could not be had in time, for another session holds it',
    hint: 'Run it again when there is less traffic, or end the session that holds the lock.',
  },
  // One code for both; only the text tells them apart, and that is translated.
  '57014': {
    code: 'cancelled',
    reason: 'the statement ran into a time limit, or somebody cancelled it',
    hint: 'If nobody cancelled it, run it again when the server has less to do.',
  },
  '57P01': {
    code: 'connection',
    reason: 'an administrator ended the session, or the server is shutting down',
    hint: 'Run it again once the server is up.',
  },
  '57P02': {
    code: 'connection',
    reason: 'the server ended all sessions, because one of its processes crashed',
    hint: "Look at the server's log, and run it again.",
  },
  '57P03': { code: 'connection', reason: 'the server takes no connections now', hint: 'Run it again in a moment.' },
  '57P04': { code: 'connection', reason: 'the database was dropped', hint: "Check the database's name." },
  '57P05': { code: 'cancelled', reason: 'the server ended a session that was idle for too long', hint: retry },
  '58': {
    code: 'resources',
    reason: 'the server could not read or write a file',
    hint: "Look at the server's disk and log.",
  },
}

const unknown: Explanation = {
  code: 'server',
  reason: 'the server reported an error',
  hint: "Look at the server's log, which has its message.",
}

/**
 * States whose message holds the names of objects at most. A syntax error quotes the statement, and an unsuitable
 * value or a repeated key is quoted itself.
 */
const namesOnly = new Set(
  '08P01 0A000 25006 28000 3F000 42501 42703 42704 42710 42883 42P01 42P07 53300 55000 55006 57P03'.split(' '),
)

export function explainSqlState(state: string, serverMessage: string): Explanation {
  const exact = explanations[state]
  const explanation = exact ?? explanations[state.slice(0, 2)] ?? unknown
  if (namesOnly.has(state)) return { ...explanation, reason: `${explanation.reason} (${serverMessage})` }
  return exact ?? { ...explanation, reason: `${explanation.reason} (SQLSTATE ${state})` }
}
