import { expect, test } from 'vitest'
import { createDatabase } from '../../../test/database.ts'
import { sqlState } from '../../postgres/index.ts'
import { blocksOf, lockConflicts, lockModes } from './lock-modes.ts'

test('the modes conflict as they do on the server', async () => {
  const { client, connect } = await createDatabase({ schema: 'create table t (a int)' })
  const other = await connect()
  for (const held of lockModes) {
    await other.query(`begin; lock table t in ${held} mode`)
    const refused = []
    for (const wanted of lockModes) {
      const error = await client.query(`begin; lock table t in ${wanted} mode nowait`).catch((error) => error)
      if (sqlState(error) === '55P03') refused.push(wanted)
      await client.query('rollback')
    }
    expect(refused, held).toEqual(lockConflicts[held])
    await other.query('rollback')
  }
  await other.end()
})

test('only the strongest mode keeps readers out, and writers are kept out from SHARE on', () => {
  expect(lockModes.map(blocksOf)).toEqual(['ddl', 'ddl', 'ddl', 'ddl', 'writes', 'writes', 'writes', 'reads'])
})
