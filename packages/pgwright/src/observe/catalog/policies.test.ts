import { expect, test } from 'vitest'
import { openZoo } from '../testing/zoo.ts'

const zoo = await openZoo()
const { plain, reader } = zoo.roles
await zoo.client.query(`create table "S 1".t (id int, "user" text);
  alter table "S 1".t enable row level security;
  alter table "S 1".t force row level security;
  grant "${plain}" to "${reader}";
  create policy "Own rows" on "S 1".t for select to "${plain}" using ("user" = current_user);
  create policy all_of_it on "S 1".t as restrictive with check (id in (select id from "S 1".t))`)

test('policies are observed with their roles, and the roles with their groups', async () => {
  const { plain } = zoo.roles
  const { policies, relations, roles } = await zoo.observe()
  expect(relations[0]).toMatchObject({ rowSecurity: true, forceRowSecurity: true })
  expect(policies).toMatchObject([
    {
      name: 'Own rows',
      command: 'SELECT',
      permissive: true,
      roles: [plain],
      using: '("user" = CURRENT_USER)',
      check: null,
    },
    { name: 'all_of_it', command: 'ALL', permissive: false, roles: ['public'], using: null },
  ])
  expect(policies[1]?.check).toContain('FROM "S 1".t')
  expect(roles).toContainEqual({ name: plain, superuser: false, bypassRls: false, memberOf: [], mayTakeOn: [] })
})

test("the groups of a role that is used are carried, without the server's own", async () => {
  const { plain, reader } = zoo.roles
  await zoo.client.query(`alter table "S 1".t owner to "${reader}"`)
  const { roles } = await zoo.observe()
  expect(roles.find(({ name }) => name === reader)?.memberOf).toEqual([plain, 'pg_read_all_stats'])
  expect(roles.map(({ name }) => name)).toEqual([plain, reader, 'postgres'])
})

test('a group that a role may take on without inheriting its rights gives it none', async () => {
  const { plain, reader } = zoo.roles
  await zoo.client.query(`revoke "${plain}" from "${reader}"; grant "${plain}" to "${reader}" with inherit false`)
  const { roles } = await zoo.observe()
  expect(roles.find(({ name }) => name === reader)).toMatchObject({
    memberOf: ['pg_read_all_stats'],
    mayTakeOn: [plain, 'pg_read_all_stats'],
  })
})
