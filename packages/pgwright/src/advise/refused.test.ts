import pg from 'pg'
import { expect, test } from 'vitest'
import { refusedAsNull } from './refused.ts'

function serverError(code: string): Error {
  return Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code })
}

test('what the server refuses is left out, and anything else is not hidden', () => {
  for (const code of ['42804', '22P02', '57014']) expect(refusedAsNull(serverError(code))).toBeNull()
  const others = [serverError('57P01'), serverError('08006'), new TypeError('undefined is not a function')]
  for (const error of others) expect(() => refusedAsNull(error)).toThrow(error)
})
