import { buildSystem, loginRole, makePartitionedForm, type Progress, type Table } from '@pgwright/system-frame'
import type { Connection, Dimensions } from 'pgwright'
import { activityForm } from './activity-form.ts'
import { createIndex, grants, keyIndex, modelIndexes, serviceRole } from './product.ts'
import { anchor } from './story.ts'
import { words } from './vocabulary.ts'

/** Builds the product as it stands before any tuning. */
export function build(owner: Connection, dimensions: Dimensions, progress: Progress): Promise<void> {
  return buildSystem(owner, dimensions, progress, {
    schema: new URL('./schema/', import.meta.url),
    modules: ['identity', 'projects', 'workflows', 'activity'],
    data: ['source', 'identity', 'projects', 'workflows', 'activity'],
    anchor,
    roles: loginRole(serviceRole),
    describe,
    finish,
  })
}

/** The words that rows are made of, and the service's calls as well: the nth of a list, over and over. */
async function describe(owner: Connection): Promise<void> {
  await owner.query('create table build.word_lists (name text primary key, words text[] not null)')
  for (const [name, list] of Object.entries(words)) {
    await owner.query('insert into build.word_lists values ($1, $2)', [name, list])
  }
}

async function finish(owner: Connection, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) await owner.query(createIndex(keyIndex(name)))
  for (const index of modelIndexes) await owner.query(createIndex(index))
  await makePartitionedForm(owner, activityForm)
  for (const grant of grants(tables)) await owner.query(grant)
}
