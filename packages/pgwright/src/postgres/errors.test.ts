import pg from 'pg'
import { expect, test } from 'vitest'
import { createDatabase } from '../../test/database.ts'
import { type ErrorCode, PgwrightError } from '../model/index.ts'
import { toPgwrightError } from './errors.ts'

const database = await createDatabase()

async function refusal(sql: string): Promise<PgwrightError> {
  const error: unknown = await database.client.query(sql).catch((caught) => caught)
  expect(error).toBeInstanceOf(pg.DatabaseError)
  return toPgwrightError(error, 'reading')
}

/** Raised by PL/pgSQL, for most of them can't be brought about here. */
function raised(state: string): Promise<PgwrightError> {
  return refusal(`do 'begin raise exception ''said'' using errcode = ''${state}'', detail = ''secret''; end'`)
}

const states: [state: string, code: ErrorCode, text: RegExp][] = [
  ['08006', 'connection', /broke off .*08006/],
  ['0A000', 'unsupported', /does not support .*said/],
  ['22P02', 'server', /does not fit its type \(SQLSTATE 22P02\)/],
  ['23505', 'server', /constraint \(SQLSTATE 23505\)/],
  ['25006', 'permission', /read-only/],
  ['28000', 'connection', /does not let this role in/],
  ['28P01', 'connection', /password is wrong, or there is no such role\./],
  ['3D000', 'connection', /no such database/],
  ['40001', 'busy', /another transaction/],
  ['42501', 'permission', /lacks a right \(said\)/],
  ['42601', 'server', /refused the statement \(SQLSTATE 42601\)/],
  ['53100', 'resources', /disk is full/],
  ['53200', 'resources', /memory/],
  ['53300', 'resources', /no connection is free/],
  ['55P03', 'busy', /lock could not be had in time/],
  ['57014', 'cancelled', /time limit, or somebody cancelled it/],
  ['57P01', 'connection', /administrator ended the session, or the server is shutting down/],
  ['57P02', 'connection', /crashed/],
  ['57P03', 'connection', /takes no connections now/],
  ['58030', 'resources', /read or write a file \(SQLSTATE 58030\)/],
  ['XX000', 'server', /reported an error \(SQLSTATE XX000\)/],
]

test.each(states)('%s is a %s error', async (state, code, text) => {
  const error = await raised(state)
  expect(error).toMatchObject({ code, message: expect.stringMatching(text) })
  expect(error.message).toMatch(/^Reading failed: .*\.$/)
  expect(`${error.message} ${error.hint}`).not.toContain('secret')
})

test('a missing table or column is named', async () => {
  expect((await refusal('select * from "no such table"')).message).toContain('"no such table"')
  expect((await refusal('select "no such column"')).message).toContain('"no such column"')
})

test.each([
  ['a syntax error', "select 'secret' 'secret' from from"],
  ['an unsuitable value', "select 'secret'::integer"],
  ['a repeated key', "create temp table k (k text primary key); insert into k values ('secret'), ('secret')"],
])('%s quotes no value', async (_, sql) => {
  const { message, hint } = await refusal(sql)
  expect(`${message} ${hint}`).not.toContain('secret')
})

function nodeError(code: string, syscall = 'connect'): Error {
  return Object.assign(new Error('secret'), { code, syscall })
}

test.each([
  ['ECONNREFUSED', 'connection', /refused, so no server listens there/],
  ['ENOTFOUND', 'connection', /host has no known address/],
  ['EAI_AGAIN', 'connection', /host has no known address/],
  ['ETIMEDOUT', 'connection', /did not answer in time/],
  ['EHOSTUNREACH', 'connection', /no way to that host/],
  ['ECONNRESET', 'connection', /connection was lost/],
  ['ENOENT', 'connection', /no such socket/],
  ['EACCES', 'connection', /no right to the server's socket/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'connection', /no trusted TLS connection/],
  ['ENOSPC', 'resources', /disk of this machine is full/],
])('%s is a %s error', (code, kind, text) => {
  const error = toPgwrightError(nodeError(code), 'connecting to u@h:1/d')
  expect(error).toMatchObject({ code: kind, message: expect.stringMatching(text) })
  expect(error.message).toMatch(/^Connecting to u@h:1\/d failed: /)
  expect(error.message).not.toContain('secret')
})

test('the errors of several addresses are told as one', () => {
  const error = new AggregateError([nodeError('ECONNREFUSED'), nodeError('ECONNREFUSED')])
  expect(toPgwrightError(error, 'connecting').message).toMatch(/refused/)
})

test('a file that is missing is no missing socket', () => {
  expect(toPgwrightError(nodeError('ENOENT', 'open'), 'reading').code).toBe('internal')
})

test('a PgwrightError passes through, anything else is an internal error that keeps its cause', () => {
  const own = new PgwrightError('usage', 'm', 'h')
  expect(toPgwrightError(own, 'reading')).toBe(own)
  const bug = new TypeError('secret')
  expect(toPgwrightError(bug, 'reading')).toMatchObject({ code: 'internal', cause: bug })
  expect(toPgwrightError('secret', 'reading')).toMatchObject({ code: 'internal' })
})
