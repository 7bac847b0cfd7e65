import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { quoteIdentifier } from '../../sql/index.ts'
import { observe } from '../observe.ts'

const { name, client, password, urlAs } = await createDatabase()
const [reader, app] = [`reader ${name}`, `App "x" ${name}`]
const quoted = quoteIdentifier(app)
await client.query(`
  create role "${reader}" login password '${password}';
  create role ${quoted};
  create table t (id int);
  alter table t owner to ${quoted};
  alter database ${name} set random_page_cost = 1.5;
  alter role "${reader}" set work_mem = '64MB';
  alter role "${reader}" set random_page_cost = 3;
  alter role ${quoted} set work_mem = '32MB';
  alter role ${quoted} in database ${name} set work_mem = '16MB';
  alter role ${quoted} set search_path = "S 1", public;
  alter role ${quoted} set "app.secret" = 'hush'`)
afterAll(() =>
  client.query(`drop owned by ${quoted} cascade;
  drop role ${quoted}; drop role "${reader}"`),
)

test('what the role that looks has set for itself holds for nobody else', async () => {
  const session = new pg.Client(urlAs(reader))
  await session.connect()
  await session.query('begin transaction read only')
  const { settings, roleSettings, gaps } = await observe(session, { workload: false })
  await session.end()
  const settingOf = (wanted: string) => settings.find((setting) => setting.name === wanted)?.setting
  expect(settingOf('random_page_cost')).toBe('1.5')
  expect(settingOf('work_mem')).toBe('4096')
  expect(gaps.map(({ object }) => object).filter((object) => object.startsWith('setting'))).toEqual([
    'setting work_mem',
  ])
  expect(roleSettings).toEqual([
    { role: app, name: 'search_path', value: '"S 1", public' },
    { role: app, name: 'work_mem', value: '16MB' },
    { role: reader, name: 'random_page_cost', value: '3' },
    { role: reader, name: 'work_mem', value: '64MB' },
  ])
})
