import type { Group } from '../statement.ts'
import { columns } from './columns.ts'
import { constraints } from './constraints.ts'
import { indexes } from './indexes.ts'
import { maintenance } from './maintenance.ts'
import { partitions } from './partitions.ts'
import { publications } from './publications.ts'
import { queries } from './queries.ts'
import { tables } from './tables.ts'
import { triggersAndRights } from './triggers-and-rights.ts'
import { types } from './types.ts'
import { views } from './views.ts'

/** As they stand on the page. */
export const groups: readonly Group[] = [
  columns,
  types,
  constraints,
  indexes,
  tables,
  partitions,
  triggersAndRights,
  views,
  maintenance,
  publications,
  queries,
]
