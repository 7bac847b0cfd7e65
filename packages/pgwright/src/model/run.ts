import { z } from 'zod'

const runStepSchema = z.object({
  position: z.number(),
  changeId: z.string(),
  sql: z.string(),
  /** `skipped`: the state that the step wants was already there. */
  state: z.enum(['pending', 'running', 'done', 'skipped', 'failed', 'rolled-back']),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** In one sentence. */
  error: z.string().nullable(),
})

export const runSchema = z.object({
  id: z.number(),
  state: z.enum(['running', 'done', 'failed', 'rolling-back', 'rolled-back']),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  steps: z.array(runStepSchema),
})

/** The journal of a plan being applied, kept in the target database's schema `pgwright`. */
export type Run = z.infer<typeof runSchema>
export type RunStep = Run['steps'][number]
export type RunState = Run['state']
export type RunStepState = RunStep['state']
