import { expect, test } from 'vitest'
import type { Snapshot } from '../../model/index.ts'
import { openZoo } from '../../observe/testing/zoo.ts'
import { membershipGaps, roleDefinitions } from './roles.ts'

const zoo = await openZoo()
const snapshot: Snapshot = {
  ...(await zoo.observe()),
  roles: [role('one', [], []), role('two', [], []), role('clerk', ['one'], ['one', 'two'])],
}

test('a membership that an older major does not know is a gap', () => {
  expect(membershipGaps(snapshot, 15)).toMatchObject([{ object: 'membership of "clerk" in "two"' }])
  expect(membershipGaps(snapshot, 16)).toEqual([])
})

test('a membership is granted with what it allows', () => {
  const granted = (major: number) =>
    roleDefinitions(snapshot, 'twin', major).flatMap(({ sql }) => (/to "clerk"/.test(sql) ? sql : []))
  expect(granted(15)).toEqual(['grant "one" to "clerk"'])
  expect(granted(16)).toEqual([
    'grant "one" to "clerk" with inherit true, set true',
    'grant "two" to "clerk" with inherit false, set true',
  ])
})

function role(name: string, memberOf: string[], mayTakeOn: string[]): Snapshot['roles'][number] {
  return { name, superuser: false, bypassRls: false, memberOf, mayTakeOn }
}
