import { describe, expect, it } from 'vitest'
import { type CursorUse, readCursor, signCursor } from './cursor.ts'

const terms = [{ column: 'id', direction: 'asc', nulls: 'last', nullable: true }] as const
const old = 'an old secret of many bytes'
const use: CursorUse = { secrets: ['a new secret of many bytes', old], text: 'select 1 id', terms, boundTo: 'tenant 7' }
const values = ['9007199254740993', null, 'é😀"\\']
const forged = expect.objectContaining({ code: 'forged' })

describe('a cursor', () => {
  it('comes back as it was made, also when its key has been changed since', () => {
    expect(readCursor(signCursor(values, use), use)).toEqual(values)
    expect(readCursor(signCursor(values, { ...use, secrets: [old] }), use)).toEqual(values)
  })

  it.each<[string, Partial<CursorUse>]>([
    ['another query', { text: 'select 2 id' }],
    ['another order', { terms: [{ column: 'id', direction: 'desc', nulls: 'last', nullable: true }] }],
    ['another tenant', { boundTo: 'tenant 8' }],
    ['no tenant', { boundTo: undefined }],
    ['a secret that is no more accepted', { secrets: ['a third secret of many bytes'] }],
  ])('is forged for %s', (_, other) => {
    const cursor = signCursor(values, use)
    expect(() => readCursor(cursor, { ...use, ...other })).toThrow(forged)
  })

  it('is forged where a single character of it was changed, or it is no cursor at all', () => {
    const cursor = signCursor(values, use)
    for (let i = 0; i < cursor.length - 1; i++) {
      const changed = `${cursor.slice(0, i)}${cursor[i] === 'A' ? 'B' : 'A'}${cursor.slice(i + 1)}`
      expect(() => readCursor(changed, use)).toThrow(forged)
    }
    for (const none of ['', '.', 'v1..', 'v2.W10.AAAA', `${cursor}.`, 'x'.repeat(200_000), 7 as unknown as string])
      expect(() => readCursor(none, use)).toThrow(forged)
  })
})
