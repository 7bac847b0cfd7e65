import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeMajors } from '../../../test/majors.ts'
import type { Snapshot } from '../../model/index.ts'
import { observe } from '../../observe/index.ts'
import { parseTarget, withReader } from '../../postgres/index.ts'
import { copySchema, type SchemaCopy } from './testing/copy-schema.ts'
import { schemaOf } from './testing/schema-of.ts'
import { zooSql } from './testing/zoo.ts'

describeMajors(
  'a copied schema',
  async (client, major) => {
    await client.query(zooSql(major))
  },
  (source) => {
    let snapshot: Snapshot
    let copy: SchemaCopy
    beforeAll(async () => {
      snapshot = await withReader(parseTarget(source().url()), (client) => observe(client, { workload: false }))
      copy = await copySchema(snapshot)
    })
    afterAll(() => copy?.close())

    test('lacks nothing', () => {
      expect(copy.gaps).toEqual([])
    })

    test('is observed as its source is', async () => {
      expect(schemaOf(await copy.observe())).toEqual(schemaOf(snapshot))
    })
  },
)
