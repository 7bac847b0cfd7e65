import { expect, test } from 'vitest'
import { cases, corpus } from '../../../bench/nplusone/corpus.ts'
import { schema } from '../../../bench/nplusone/schema.ts'
import { subjects } from '../../../bench/nplusone/subjects/index.ts'
import { createDatabase } from '../../pgwright/test/database.ts'

const database = await createDatabase({ schema })

test('every driver and ORM is heard: planted cases are found with their line, near-misses are not', async () => {
  const judged = await corpus(database.url, subjects, cases)
  expect(judged.filter(({ wrong, missing }) => wrong.length + missing.length > 0)).toEqual([])
})
