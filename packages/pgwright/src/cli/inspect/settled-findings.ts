import { z } from 'zod'
import { type Finding, type InspectResult, PgwrightError } from '../../model/index.ts'
import { readText } from '../source.ts'

type Suppressed = InspectResult['suppressed'][number]

const baselineSchema = z.object({
  format: z.literal('pgwright-baseline'),
  schemaVersion: z.literal(1),
  findings: z.array(z.object({ fingerprint: z.string(), checkId: z.string(), object: z.string() })),
})

const suppressionSchema = z.strictObject({
  check: z.string(),
  /** `*` stands for any characters. Absent: all objects. */
  object: z.string().optional(),
  reason: z.string().min(1),
  /** The last day on which it holds. */
  until: z.iso.date(),
})

/** Names longer than this are cut by the server, and would never be found. */
const longestName = 63

const poolSchema = z.strictObject({
  application: z.string().min(1).max(longestName),
  size: z.int().positive(),
  instances: z.int().positive().default(1),
  role: z.string().min(1).optional(),
  database: z.string().min(1).optional(),
})

const configurationSchema = z.strictObject({
  inspect: z
    .strictObject({
      /** Ids of checks that are a matter of taste, to be run beside the others. */
      also: z.array(z.string()).default([]),
      skip: z.array(z.string()).default([]),
      suppress: z.array(suppressionSchema).default([]),
      /** What the applications' pools may open, which no server can see. */
      pools: z.array(poolSchema).default([]),
    })
    .prefault({}),
})

export type InspectConfiguration = z.infer<typeof configurationSchema>['inspect']

const defaultFile = 'pgwright.json'

/**
 * What a project has settled on. Without a file given, `pgwright.json` of the current folder, where there is one.
 *
 * @throws PgwrightError `usage` for a file that can't be read, `bad-file` for one of another shape
 */
export async function readConfiguration(file: string | undefined): Promise<InspectConfiguration> {
  const text = await readText(file ?? defaultFile).catch((error: unknown) => {
    if (file === undefined) return '{}'
    throw error
  })
  return parsed(configurationSchema, text, file ?? defaultFile, 'docs/inspect.md shows what it may hold.').inspect
}

/** @throws PgwrightError `usage` or `bad-file` */
export async function readBaseline(file: string): Promise<ReadonlySet<string>> {
  const { findings } = parsed(baselineSchema, await readText(file), file, 'Write one with --write-baseline.')
  return new Set(findings.map(({ fingerprint }) => fingerprint))
}

export function baselineText(findings: readonly Finding[]): string {
  const known = findings.map(({ fingerprint, checkId, object }) => ({ fingerprint, checkId, object }))
  return `${JSON.stringify({ format: 'pgwright-baseline', schemaVersion: 1, findings: known }, null, 2)}\n`
}

function parsed<Value>(schema: z.ZodType<Value>, text: string, file: string, hint: string): Value {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    const where = cause instanceof z.ZodError ? cause.issues[0] : undefined
    const what =
      where === undefined ? 'it is no JSON' : `${where.path.join('.') || 'the whole'}: ${where.message.toLowerCase()}`
    throw new PgwrightError('bad-file', `The file ${file} can't be used: ${what}.`, hint, { cause })
  }
}

export interface Settled {
  readonly findings: readonly Finding[]
  readonly suppressed: readonly Suppressed[]
  /** Entries of the configuration that no longer hold, or that nothing was found for. */
  readonly remarks: readonly string[]
}

/** Takes out what a baseline knows, and what the configuration says not to show. */
export function settle(
  found: readonly Finding[],
  baseline: ReadonlySet<string>,
  { suppress }: Pick<InspectConfiguration, 'suppress'>,
  now = new Date(),
): Settled {
  const today = now.toISOString().slice(0, 10)
  const [holding, over] = [
    suppress.filter(({ until }) => until >= today),
    suppress.filter(({ until }) => until < today),
  ]
  const used = new Set<unknown>()
  const findings: Finding[] = []
  const suppressed: Suppressed[] = []
  for (const finding of found) {
    const { checkId, object, fingerprint } = finding
    const by = holding.find((one) => one.check === checkId && matches(one.object ?? '*', object))
    if (by !== undefined) used.add(by)
    const reason = by?.reason ?? (baseline.has(fingerprint) ? 'baseline' : null)
    if (reason === null) findings.push(finding)
    else suppressed.push({ checkId, object, fingerprint, reason })
  }
  const name = ({ check, object = '*' }: (typeof suppress)[number]) => `${check} ${object}`
  const remarks = [
    ...over.map((one) => `The suppression of ${name(one)} ended on ${one.until}: it is shown again.`),
    ...holding.filter((one) => !used.has(one)).map((one) => `The suppression of ${name(one)} has nothing to suppress.`),
  ]
  return { findings, suppressed, remarks }
}

function matches(pattern: string, object: string): boolean {
  const source = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, (character) => (character === '*' ? '.*' : `\\${character}`))
  return new RegExp(`^${source}$`, 's').test(object)
}
