import { expect, test } from 'vitest'
import { settingsAt } from './session-settings.ts'

test.each([
  ['set search_path to app', ['search_path']],
  ['SET SESSION role app', ['role']],
  ['set session authorization app', ['authorization']],
  [`select set_config('app.tenant', $1, false)`, ['app.tenant']],
  [`select pg_catalog.set_config($1, $2, true)`, ['a setting']],
  [`begin; set local app.tenant = '7'`, ['app.tenant']],
  ['create temp table kept (id int)', ['temporary tables']],
  [`set statement_timeout = '5s'; set local lock_timeout = 1; set transaction isolation level serializable`, []],
  [`select set_config('application_name', $1, false)`, []],
  [`update job set done = true where note = 'set role app'`, []],
])('what a session has of its own after %s', (text, names) => {
  const session = { changes: null }
  expect(settingsAt(session, text)).toEqual(names)
  expect(settingsAt(session, 'select 1')).toEqual(names)
})

test('what is local ends with the transaction, all with discard or reset', () => {
  const session = { changes: null }
  settingsAt(session, 'set search_path = app')
  settingsAt(session, 'begin')
  settingsAt(session, `select set_config('app.tenant', $1, true)`)
  settingsAt(session, 'rollback to savepoint one')
  expect(settingsAt(session, 'select 1')).toEqual(['app.tenant', 'search_path'])
  // Of the text itself it is told all the same.
  expect(settingsAt(session, 'commit')).toEqual(['app.tenant', 'search_path'])
  expect(settingsAt(session, 'select 1')).toEqual(['search_path'])
  settingsAt(session, 'discard all')
  expect(settingsAt(session, 'select 1')).toEqual([])
  expect(settingsAt({ changes: null }, 'select 1')).toEqual([])
})
