import { z } from 'zod'
import { changeSchema } from './change.ts'

/** The worst first. */
export const severities = ['error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

export const checkCategories = [
  'security',
  'schema',
  'indexes',
  'tables',
  'queries',
  'vacuum',
  'locks',
  'connections',
  'replication',
  'configuration',
  'migrations',
] as const
export type CheckCategory = (typeof checkCategories)[number]

/** Figures and facts behind a finding. Keys name units, `sizeBytes`; a time is ISO 8601. Never a value of a row. */
export const evidenceSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
)
export type Evidence = z.infer<typeof evidenceSchema>

/** One defect of one object. */
export const findingSchema = z.object({
  checkId: z.string(),
  severity: z.enum(severities),
  category: z.enum(checkCategories),
  /** As PostgreSQL takes its name, qualified: `public.orders`, `public.orders.created_at`; of a statement its fingerprint. */
  object: z.string(),
  /** `table`, `index`, `column`, `role`, `setting`, `statement`, … */
  objectType: z.string(),
  /** What is wrong with it, and what that costs here. */
  message: z.string(),
  evidence: evidenceSchema,
  /** What to do, in one sentence. */
  help: z.string(),
  /** Statements that put it right, for people to look at: not each is free of locks. */
  fix: z.array(z.string()).optional(),
  /** For `prove` and `apply`. */
  change: changeSchema.optional(),
  /** The same for the same defect of the same object, whatever its figures. */
  fingerprint: z.string(),
})
export type Finding = z.infer<typeof findingSchema>

/** A check that did not run, or could not see all that it should. Skipped is not clean. */
export const skippedSchema = z.object({ checkId: z.string(), reason: z.string() })
export type Skipped = z.infer<typeof skippedSchema>

/** A finding that the project has said not to show. */
const suppressedSchema = z.object({
  checkId: z.string(),
  object: z.string(),
  fingerprint: z.string(),
  /** `baseline`, or what the configuration gives as its reason. */
  reason: z.string(),
})

/** What `inspect --json` writes. */
export const inspectResultSchema = z.object({
  schemaVersion: z.literal(1),
  source: z.object({
    database: z.string(),
    serverVersion: z.string(),
    /** Who looked: what it may not see is among the skipped. */
    role: z.string(),
    takenAt: z.string(),
    /** Since when the counters count; null where unknown. */
    statsSince: z.string().nullable(),
  }),
  /** The worst first. */
  findings: z.array(findingSchema),
  skipped: z.array(skippedSchema),
  /** Checks that ran, saw all, and found nothing. */
  passed: z.array(z.string()),
  suppressed: z.array(suppressedSchema),
  /** What it cost the server: statements that were sent, and their time as seen from here. */
  cost: z.object({ queries: z.number(), totalMs: z.number(), maxMs: z.number() }),
})
export type InspectResult = z.infer<typeof inspectResultSchema>

/** What `explain-check --json` writes. */
export const explainCheckResultSchema = z.object({
  schemaVersion: z.literal(1),
  id: z.string(),
  title: z.string(),
  category: z.enum(checkCategories),
  severity: z.enum(severities),
  /** What it looks at: rows of the catalog or of the server, statements, their plans, advice, measurements, or migrations. */
  reads: z.enum(['catalog', 'server', 'statements', 'plans', 'advice', 'measured', 'migrations']),
  /** Its page, Markdown. */
  documentation: z.string(),
})
export type ExplainCheckResult = z.infer<typeof explainCheckResultSchema>
