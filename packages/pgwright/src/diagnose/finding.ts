import { createHash } from 'node:crypto'
import { type Finding, severities } from '../model/index.ts'
import type { Check, Defect } from './check.ts'

export function findingOf({ id, category, severity }: Check, { severity: own, ...defect }: Defect): Finding {
  const { object, objectType, message, evidence, help, fix, change } = defect
  return {
    checkId: id,
    severity: own ?? severity,
    category,
    object,
    objectType,
    message,
    evidence,
    help,
    ...(fix === undefined ? {} : { fix: [...fix] }),
    ...(change === undefined ? {} : { change }),
    fingerprint: createHash('sha256').update(`${id} ${objectType} ${object}`).digest('hex').slice(0, 16),
  }
}

/** Figures of the evidence that say how much of a defect there is, the first that is there. */
const magnitudes = ['costSaved', 'wastedBytes', 'sizeBytes', 'rows', 'share'] as const

function magnitudeOf({ evidence }: Finding): number {
  const [first] = magnitudes.flatMap((name) => (typeof evidence[name] === 'number' ? [evidence[name]] : []))
  return first ?? 0
}

/** The worst first, of one check the largest; then so that the same defects come in the same order. */
export function byWorst(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compare(a.checkId, b.checkId) ||
    magnitudeOf(b) - magnitudeOf(a) ||
    compare(a.object, b.object)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
