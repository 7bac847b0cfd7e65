import type { Statement } from '../events/index.ts'
import type { Shape, Slot } from '../shapes/index.ts'
import type { RuntimeFinding } from './finding.ts'
import { batched } from './fix/batched.ts'
import { areRare, isEvidence, type Provenance, provenanceOf } from './provenance.ts'
import { siteOf, totalMs } from './series-facts.ts'
import { isOtherPage, questionOf, varyingSlots } from './slot-values.ts'
import type { Series, Watch } from './watch.ts'

/**
 * A read that is repeated with values that one earlier answer gave. A page that begins where the last one ended is none:
 * there each answer gives one value, not several.
 */
export function nPlusOne(
  series: Series,
  watch: Watch,
  atLeast: number,
  repeated: ReadonlySet<Shape>,
): RuntimeFinding | null {
  if (series.shape.kind !== 'read' || series.statements.length < atLeast) return null
  const statements = asked(series)
  if (statements.length < atLeast) return null
  const provenance = evidenceOf(statements, watch.answers, repeated)
  const [first] = provenance
  if (first === undefined) return null
  const from = provenance.map((one) => `${sourceName(one)} → ${slotName(one.slot)}`)
  const times = series.count
  return {
    check: 'n-plus-one',
    statement: series.shape.text,
    route: statements[0]?.scope?.route ?? null,
    site: siteOf(series.statements.filter(({ allowed }) => allowed === null)),
    message: `This was asked ${times} times, once for each of ${first.found} values that an earlier query had given: ${from.join(', ')}.`,
    help: 'Ask once for all of them, and give each row to its parent by the key.',
    times,
    totalMs: totalMs(statements),
    from,
    source: first.source.text,
    fix: batched(statements[0] as Statement, provenance),
    statements,
    provenance,
  }
}

/** Without those that failed, which were tried again, and those that the application allows; none of pages. */
function asked({ statements }: Series): Statement[] {
  const all = statements.filter(({ allowed, error }) => allowed === null && error === undefined)
  const [first] = all
  if (first === undefined || all.some((one) => isOtherPage(one, first))) return []
  const seen = new Set<string>()
  return all.filter((one) => {
    const question = questionOf(one, first)
    return !seen.has(question) && seen.add(question)
  })
}

/** For each place whose value changes there must be a column, all of one source. */
function evidenceOf(
  statements: readonly Statement[],
  answers: readonly Statement[],
  repeated: ReadonlySet<Shape>,
): Provenance[] {
  const varying = varyingSlots(statements)
  const [first, ...others] = varying
  if (first === undefined || varying.some(({ slot }) => slot.column === null)) return []
  const main = provenanceOf(statements, first, answers)
  if (main === null) return []
  // Of answers that gave one value each, a worker goes on from one to the next, unless they are themselves an N+1.
  if (main.fromOne < 2 && !repeated.has(main.source)) return []
  const ofSource = answers.filter(({ shape }) => shape === main.source)
  const rest = others.map((one) => provenanceOf(statements, one, ofSource))
  const all = [main, ...rest].filter((one) => one !== null)
  if (all.length < varying.length) return []
  const rare = varying.some(({ values }) => areRare(values))
  return all.every((one) => isEvidence(one, rare)) ? all : []
}

function slotName({ parameter, column }: Slot): string {
  return parameter === null ? (column ?? 'a value') : `$${parameter}`
}

/** The relation of a source of one table is told with the column, for people: `author.id`. */
function sourceName({ source, column }: Provenance): string {
  const tables = [...source.text.matchAll(/\b(?:from|join|into|update) ([\w."]+)/g)].map(([, name]) => name)
  return tables.length === 1 ? `${tables[0]}.${column}` : column
}
