// Writes the JSON Schema of every value that pgwright writes, from the model; with --check only tells what is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import * as model from '../packages/pgwright/src/model/index.ts'

const folder = new URL('../packages/pgwright/schemas/', import.meta.url)

interface Document {
  readonly schema: z.ZodType
  readonly title: string
  readonly description: string
}

/** By file name. */
const documents: Readonly<Record<string, Document>> = {
  snapshot: {
    schema: model.snapshotSchema,
    title: 'Snapshot',
    description: 'The file that `snapshot` writes: catalog, statistics, settings and workload of one database.',
  },
  'snapshot-result': {
    schema: model.snapshotResultSchema,
    title: 'Snapshot result',
    description: 'What `snapshot --json` writes: what is in the file that it made.',
  },
  plan: {
    schema: model.planSchema,
    title: 'Plan',
    description: 'The file that `advise` writes and `prove` adds trials to; what `prove --json` writes too.',
  },
  'demo-result': {
    schema: model.demoResultSchema,
    title: 'Demo result',
    description: "What `demo --json` writes: the seed's table with claim and measurement.",
  },
  'inspect-result': {
    schema: model.inspectResultSchema,
    title: 'Inspect result',
    description: 'What `inspect --json` writes: findings, the worst first, what was skipped and why, what passed.',
  },
  rehearsal: {
    schema: model.rehearsalSchema,
    title: 'Rehearsal',
    description: 'What `rehearse --json` writes: what each statement of the migrations did, and the plans that change.',
  },
  'trace-result': {
    schema: model.traceResultSchema,
    title: 'Trace result',
    description: 'What `trace --json` writes: what a program asks of its database too often, with file and line.',
  },
  'explain-check-result': {
    schema: model.explainCheckResultSchema,
    title: 'Explain-check result',
    description: 'What `explain-check --json` writes: a check with its page.',
  },
  'advice-result': {
    schema: model.adviceResultSchema,
    title: 'Advice result',
    description: "What `advise --json` writes. Costs are the planner's, weighted by calls: estimates.",
  },
  'export-result': {
    schema: model.exportResultSchema,
    title: 'Export result',
    description: 'What `export --json` writes: the files of a plan as migrations of a tool, and how to run them.',
  },
  'verify-result': {
    schema: model.verifyResultSchema,
    title: 'Verify result',
    description: 'What `twin verify --json` writes: whether the twin plans as its source.',
  },
  'explain-result': {
    schema: model.explainResultSchema,
    title: 'Explain result',
    description: 'What `twin explain --json` writes: plans and costs before and after.',
  },
  'run-result': {
    schema: model.runResultSchema,
    title: 'Run result',
    description: 'What `rollback --json` writes.',
  },
  'apply-result': {
    schema: model.applyResultSchema,
    title: 'Apply result',
    description: 'What `apply --json` writes: the run, and after `--verify` its verdict.',
  },
  'runs-result': {
    schema: model.runsResultSchema,
    title: 'Runs result',
    description: 'What `runs --json` writes, newest first.',
  },
  'dry-run-result': {
    schema: model.dryRunResultSchema,
    title: 'Dry-run result',
    description: 'What `apply --dry-run --json` writes.',
  },
  'type-change-result': {
    schema: model.typeChangeResultSchema,
    title: 'Type-change result',
    description: 'What `change-type --json` writes.',
  },
}

/** Values that stand in a document more than once are defined once and referred to. */
const shared = z
  .registry<{ id: string }>()
  .add(model.changeSchema, { id: 'change' })
  .add(model.measurementSchema, { id: 'measurement' })
  .add(model.runSchema, { id: 'run' })
  .add(model.stepSchema, { id: 'step' })
  .add(model.trialSchema, { id: 'trial' })

function render(name: string, { schema, title, description }: Document): string {
  // As input: a reader must put up with keys that a later version adds.
  const { $schema, ...shape } = z.toJSONSchema(schema, { metadata: shared, io: 'input' })
  return `${JSON.stringify({ $schema, $id: fileName(name), title, description, ...shape }, null, 2)}\n`
}

function fileName(name: string): string {
  return `${name}.schema.json`
}

const { values } = parseArgs({ options: { check: { type: 'boolean' } } })
await mkdir(folder, { recursive: true })
const wanted = new Map(Object.entries(documents).map(([name, document]) => [fileName(name), render(name, document)]))
const stale: string[] = []
for (const file of new Set([...wanted.keys(), ...(await readdir(folder))])) {
  const path = new URL(file, folder)
  const text = wanted.get(file)
  if (text === (await readFile(path, 'utf8').catch(() => undefined))) continue
  stale.push(file)
  if (values.check) continue
  await (text === undefined ? rm(path) : writeFile(path, text))
}
for (const file of stale) console.log(`${values.check ? 'stale' : 'written'}: packages/pgwright/schemas/${file}`)
if (values.check && stale.length > 0) {
  console.log('Write them with: npm run schemas')
  process.exitCode = 1
}
