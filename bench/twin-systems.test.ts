import { expect, test } from 'vitest'
import { loadSystem } from '../packages/pgwright/src/cli/systems.ts'
import { availableMajor } from '../packages/pgwright/src/postgres/index.ts'
import { plannedOnSystems } from './twin-systems.ts'

const major = 15
const missing = process.env.CI === undefined && (await availableMajor(major)).hint !== null

test.skipIf(missing)(
  'a service on PostgreSQL 15 is planned as on its twin, generically and with the values that it asks with',
  async () => {
    const [planned] = (await plannedOnSystems(major, [await loadSystem('fastnext')])).values()
    expect(planned?.length).toBeGreaterThan(100)
    expect(planned?.filter(({ sql }) => /\$\d/.test(sql)).length).toBeGreaterThan(20)
    expect(planned?.filter(({ identical }) => !identical)).toEqual([])
  },
)
