// npm run new-check -- <category> <id>: makes the folder of a check, with all that it must have.
import { access, mkdir, writeFile } from 'node:fs/promises'
import { checkCategories } from '../packages/pgwright/src/model/index.ts'

const [category = '', id = ''] = process.argv.slice(2)
if (!checkCategories.some((one) => one === category) || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  console.error(`Give a category (${checkCategories.join(', ')}) and an id: npm run new-check -- indexes invalid-index`)
  process.exit(2)
}
const categoryFolder = new URL(`../packages/pgwright/src/diagnose/checks/${category}/`, import.meta.url)
const folder = new URL(`${id}/`, categoryFolder)
if (await there(folder)) {
  console.error(`There is a check ${id} in ${category} already.`)
  process.exit(2)
}
await mkdir(folder, { recursive: true })
const testFile = new URL(`${category}.test.ts`, categoryFolder)
if (!(await there(testFile)))
  await writeFile(
    testFile,
    `import { testCategory } from '../../testing/test-category.ts'\n\ntestCategory('${category}')\n`,
  )

async function there(file: URL): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

const files: Readonly<Record<string, string>> = {
  'check.ts': `import { z } from 'zod'
import { readableQualified } from '../../../../sql/index.ts'
import { sqlCheck } from '../../../check.ts'
import { userRelation } from '../../../facts/scope.ts'

const row = z.object({ schema: z.string(), name: z.string() })

export const check = sqlCheck({
  id: '${id}',
  title: 'What is wrong',
  category: '${category}',
  severity: 'warning',
  reads: 'catalog',
  row,
  sql: () => \`
    select n.nspname as schema, c.relname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and \${userRelation}
    order by 1, 2\`,
  detect: (rows) =>
    rows.map(({ schema, name }) => ({
      object: readableQualified(schema, name),
      objectType: 'table',
      message: 'What is wrong with it, and what that costs here.',
      evidence: {},
      help: 'Do this.',
    })),
})
`,
  'cases.ts': `import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds it, and leaves what only looks like it',
    planted: 'create table planted (id int)',
    finds: ['public.planted'],
    leaves: [],
  },
]
`,
  'docs.md': `## Problem

## Evidence

## Fix

## When to ignore

## Cost and locks

## Links
`,
}
for (const [name, text] of Object.entries(files)) await writeFile(new URL(name, folder), text, { flag: 'wx' })
console.log(`packages/pgwright/src/diagnose/checks/${category}/${id}/ is there; now: npm run checks`)
