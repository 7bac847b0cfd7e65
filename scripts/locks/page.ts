import { blocksOf, compareModes, type RelationLock } from '../../packages/pgwright/src/rehearse/index.ts'
import type { Measured } from './measure.ts'
import type { Group, Statement } from './statement.ts'

/** What was measured on each major, the oldest first. */
export type Measurements = ReadonlyMap<number, ReadonlyMap<Statement, Measured>>

/** `docs/locks.md`. */
export function renderPage(groups: readonly Group[], measurements: Measurements, introduction: string): string {
  const sections = groups.map((group) => renderGroup(group, measurements))
  return `${[introduction.trim(), ...sections].join('\n\n')}\n`
}

function renderGroup(group: Group, measurements: Measurements): string {
  const rows = group.statements.flatMap((statement) => renderStatement(group, statement, measurements))
  const head = ['| statement | on | locks | keeps out | rows |', '|---|---|---|---|---|']
  return [`## ${group.title}`, '', ...head, ...rows].join('\n')
}

/** A row for all majors that do alike. */
function renderStatement(group: Group, statement: Statement, measurements: Measurements): string[] {
  const majorsByCells = new Map<string, number[]>()
  for (const [major, measured] of measurements) {
    const result = measured.get(statement)
    if (result === undefined) continue
    const cells = renderCells(group, statement, result)
    majorsByCells.set(cells, [...(majorsByCells.get(cells) ?? []), major])
  }
  const [oldest, newest] = [Math.min(...measurements.keys()), Math.max(...measurements.keys())]
  const { sql, where } = statement
  const title = `\`${sql}\`${where === undefined ? '' : `, ${where}`}`
  return [...majorsByCells].map(([cells, majors]) => {
    const all = majors[0] === oldest && majors.at(-1) === newest && majors.length === measurements.size
    return `| ${title} | ${all ? '' : ranges(majors)} | ${cells} |`
  })
}

/** `14, 16–18`. */
function ranges(majors: readonly number[]): string {
  const parts: number[][] = []
  for (const major of majors) {
    const last = parts.at(-1)
    if (last?.at(-1) === major - 1) last.push(major)
    else parts.push([major])
  }
  return parts.map((part) => (part.length === 1 ? `${part[0]}` : `${part[0]}–${part.at(-1)}`)).join(', ')
}

function renderCells({ plansItsReads }: Group, { note }: Statement, measured: Measured): string {
  const locks = measured.locks.toSorted((a, b) => compareModes(b.mode, a.mode))
  if (measured.refused !== null) return `refused: ${measured.refused} | |`
  const rows = plansItsReads ? '' : rowWords(measured).join('; ')
  return [lockWords(locks), blockWords(locks), [rows, note ?? ''].filter((part) => part !== '').join(', ')].join(' | ')
}

function lockWords(locks: readonly RelationLock[]): string {
  return groupBy(locks, ({ mode }) => mode)
    .map(([mode, relations]) => `${mode}: ${relations}`)
    .join('<br>')
}

const words = { reads: 'reads and writes', writes: 'writes', ddl: null }

/** Weaker locks keep out changes of the same relation alone. */
function blockWords(locks: readonly RelationLock[]): string {
  return groupBy(locks, ({ mode }) => words[blocksOf(mode)] ?? '')
    .filter(([word]) => word !== '')
    .map(([word, relations]) => `${word}: ${relations}`)
    .join('<br>')
}

function groupBy(locks: readonly RelationLock[], key: (lock: RelationLock) => string): [string, string][] {
  const names = new Map<string, string[]>()
  for (const lock of locks) names.set(key(lock), [...(names.get(key(lock)) ?? []), `\`${lock.relation}\``])
  return [...names].map(([word, relations]) => [word, relations.join(', ')])
}

/** Writing a table anew reads it, and emptying it reads nothing. */
function rowWords({ rewrites, empties, scans }: Measured): string[] {
  const read = scans.filter((name) => !rewrites.includes(name) && !empties.includes(name))
  const told: [string, readonly string[]][] = [
    ['rewrites', rewrites],
    ['empties', empties],
    ['reads', read],
  ]
  return told.flatMap(([word, names]) =>
    names.length === 0 ? [] : [`${word} ${names.map((name) => `\`${name}\``).join(', ')}`],
  )
}
