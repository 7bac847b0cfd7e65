import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeMajors } from '../../../test/majors.ts'
import { twinServer } from '../../../test/twins.ts'
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
    await client.query(memberships(major))
  },
  (source, major) => {
    let snapshot: Snapshot
    let copy: SchemaCopy
    beforeAll(async () => {
      snapshot = await withReader(parseTarget(source().url()), (client) => observe(client, { workload: false }))
      copy = await copySchema(snapshot, await twinServer(major))
    })
    afterAll(() => copy?.close())

    test('lacks nothing', () => {
      expect(copy.gaps).toEqual([])
    })

    test('has roles that inherit, and that may take on, what those of its source do', async () => {
      expect(made(await copy.observe())).toEqual(made(snapshot))
      expect(made(snapshot)).toContainEqual(expect.objectContaining({ memberOf: [], mayTakeOn: ['Staff ü'] }))
    })

    test('is observed as its source is', async () => {
      expect(schemaOf(await copy.observe())).toEqual(schemaOf(snapshot))
    })
  },
)

/** Set-only and inherit-only where they can be. */
function memberships(major: number): string {
  const [clerk, lead] = major >= 16 ? ['with inherit false', 'with set false'] : ['', '']
  return `
    create role "Staff ü"; create role clerk ${major >= 16 ? '' : 'noinherit'}; create role lead;
    grant "Staff ü" to clerk ${clerk}; grant "Staff ü" to lead ${lead};
    create table guarded (id int);
    create policy own on guarded to clerk, lead using (pg_has_role('Staff ü', 'usage'))`
}

function made({ roles }: Snapshot): Snapshot['roles'] {
  return roles.filter(({ name }) => ['clerk', 'lead', 'Staff ü'].includes(name))
}
