import type { Excluded, Gap, Statement, Workload } from '../../model/index.ts'
import {
  cutStatements,
  fingerprint,
  isOwnStatement,
  ownMark,
  type Template,
  templateOf,
  tryParse,
} from '../../sql/index.ts'
import { withoutComments } from './comments.ts'
import { cursorQuery } from './cursor-query.ts'
import { exclusionOf } from './exclusion.ts'
import { Exclusions } from './exclusions.ts'
import { Gathered } from './gathered.ts'
import { samplesFor } from './samples.ts'
import { longestText, shortened } from './shortened.ts'
import { writtenRows } from './written-rows.ts'

/** One call of a statement, or several, as a source tells of it. */
export interface ObservedCalls {
  readonly sql: string
  readonly role: string | null
  /** 0 for what belongs to a call that was counted already, such as a fetch from its cursor. */
  readonly calls: number
  /** Of all calls together; 0 where the source does not know it. */
  readonly totalMs: number
  /** Of all calls together; null where the source does not know it, which counts as what the text writes. */
  readonly rows: number | null
  /** Literals, quoted, by the number of the parameter that they are the value of. */
  readonly params?: ReadonlyMap<number, string>
}

/** One text, literals apart; either part of the workload or left out. */
interface Known {
  readonly gathered: Gathered | null
  readonly exclusion: Excluded | null
  readonly rowsPerCall: number
}

/** Of all texts together; each is there some four times over. */
const mostCharacters = 100_000_000

/** Of the samples of all texts together, in bytes. */
const mostSampled = 50_000_000

/** How many samples a text may have: the fewer, the more there are of others, so that they never take more than that. */
function sampleCapacity(sampled: number): number {
  return Math.max(0, Math.floor(40 * (1 - sampled / mostSampled)))
}

const noParams: ReadonlyMap<number, string> = new Map()

/**
 * Gathers a workload from single calls, as many as there are, in bounded memory: texts that differ in literals alone
 * are one from the first look on, before they are parsed.
 */
export class Gathering {
  readonly exclusions = new Exclusions()
  readonly #known = new Map<string, Known>()
  readonly #mostTexts: number
  #sampled = 0
  #length = 0
  #replaced = 0

  /** @param mostTexts different texts, literals apart, that are kept; those with the fewest calls go first */
  constructor(mostTexts = 200_000) {
    this.#mostTexts = mostTexts
  }

  add(observed: ObservedCalls): void {
    const statements = observed.sql.includes(';') ? cutStatements(observed.sql) : []
    if (statements.length <= 1) this.#add({ ...observed, sql: statements[0] ?? observed.sql })
    // Nobody knows which of them the time was spent on.
    else for (const sql of statements) this.#add({ ...observed, sql, totalMs: 0, rows: null })
  }

  #add(observed: ObservedCalls): void {
    const sql = observed.sql.length > longestText ? shortened(observed.sql) : observed.sql
    const fault = textFault(sql)
    if (fault !== null) {
      this.exclusions.add({ sql: '…', reason: fault })
      return
    }
    const template = templateOf(sql)
    const key = `${observed.role ?? ''}\0${isOwnStatement(sql) ? ownMark : ''}${template.key}`
    const known = this.#known.get(key) ?? this.#learn(key, sql, observed.role, template)
    const { gathered, rowsPerCall } = known
    if (gathered === null) return
    const { calls, totalMs, rows, params = noParams } = observed
    gathered.calls += calls
    gathered.totalMs += totalMs
    gathered.rows += rows ?? calls * rowsPerCall
    if (calls === 0) return
    const before = gathered.size
    gathered.addValues(template.values, params, calls, sampleCapacity(this.#sampled))
    this.#sampled += gathered.size - before
  }

  #learn(key: string, text: string, role: string | null, template: Template): Known {
    if (this.#known.size >= this.#mostTexts || this.#length > mostCharacters) this.#forget()
    this.#length += key.length
    const bare = withoutComments(text)
    const query = cursorQuery(bare)
    const sql = query ?? bare
    const tree = tryParse(sql)
    // The mark of pgwright's own is a comment.
    const exclusion = exclusionOf(isOwnStatement(text) ? text : sql, tree)
    if (exclusion !== null) this.exclusions.add(exclusion)
    if (sql.includes('\u{FFFD}')) this.#replaced++
    const known: Known = {
      exclusion,
      gathered:
        exclusion === null
          ? new Gathered(fingerprint(sql), role, sql, query === null ? template : templateOf(sql))
          : null,
      rowsPerCall: writtenRows(tree),
    }
    this.#known.set(key, known)
    return known
  }

  /** A quarter of the texts makes room. What was left out is listed already. */
  #forget(): void {
    const least = [...this.#known].sort(([, a], [, b]) => (a.gathered?.calls ?? 0) - (b.gathered?.calls ?? 0))
    for (const [key, { gathered }] of least.slice(0, Math.ceil(least.length / 4))) {
      this.#known.delete(key)
      this.#length -= key.length
      this.#sampled -= gathered?.size ?? 0
      if (gathered !== null)
        this.exclusions.add({ sql: '…', reason: 'Too many different statements, and this one rare.' })
    }
  }

  /** What is known less well than it could be. */
  get gaps(): Gap[] {
    if (this.#replaced === 0) return []
    return [
      {
        object: 'the workload',
        reason: `Bytes that are no UTF-8 were replaced in ${this.#replaced} of its statements.`,
        effect: 'Names and values with such bytes are not found.',
      },
    ]
  }

  /** The statements, those that took longest in total first, and what was left out. */
  workload(source: string): Workload {
    const groups = new Map<string, Gathered[]>()
    for (const { gathered } of this.#known.values()) {
      if (gathered === null) continue
      const key = JSON.stringify([gathered.fingerprint, gathered.role])
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [gathered])
      else group.push(gathered)
    }
    const statements = [...groups.values()].map(statementOf).sort(byTime)
    return { source, statements, excluded: this.exclusions.list() }
  }
}

/** What keeps a text from being parsed at all. */
function textFault(sql: string): string | null {
  if (sql.includes('\0')) return 'It holds a zero byte.'
  return sql.length > longestText ? 'Its text is longer than 64 kB, values apart.' : null
}

/** Texts of one fingerprint and role are one statement; the text with the most calls stands for it. */
function statementOf(group: readonly Gathered[]): Statement {
  const sum = (of: (gathered: Gathered) => number) => group.reduce((total, gathered) => total + of(gathered), 0)
  const main = group.reduce((most, gathered) => (gathered.calls > most.calls ? gathered : most))
  const sql = main.textAmong(group.filter((gathered) => gathered !== main))
  const calls = Math.max(
    1,
    sum((gathered) => gathered.calls),
  )
  const samples = samplesFor(
    group.flatMap(({ counted }) => counted),
    calls,
  )
  const { fingerprint, role } = main
  const statement = {
    fingerprint,
    sql,
    role,
    calls,
    totalMs: sum(({ totalMs }) => totalMs),
    rows: sum(({ rows }) => rows),
  }
  const isOwn = samples.length === 1 && templateOf(sql).key === templateOf(samples[0]?.sql ?? '').key
  return samples.length === 0 || isOwn ? statement : { ...statement, samples }
}

function byTime(a: Statement, b: Statement): number {
  return b.totalMs - a.totalMs || b.calls - a.calls || (a.fingerprint < b.fingerprint ? -1 : 1)
}
