import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { BoundedMap } from '../bounded-map.ts'
import { findingsOf, type RuntimeCheck, type RuntimeFinding, type Verification, type Watch } from '../detect/index.ts'
import { observe, type Statement } from '../events/index.ts'
import { parameterized } from '../shapes/index.ts'

/** What one process, or a thread of its own, writes down: neither values nor literals. */
export interface ProcessTrace {
  readonly pid: number
  readonly statements: readonly TracedStatement[]
  readonly findings: readonly TracedFinding[]
  /** Requests that were watched, and statements that were sent in all. */
  readonly requests: number
  readonly roundTrips: number
  /** Statements and answers that were not looked at, since they would not have fitted. */
  readonly leftOut: number
}

export interface TracedStatement {
  /** With `$n` in the place of each literal. */
  readonly sql: string
  calls: number
  durationMs: number
}

export interface TracedFinding {
  readonly check: RuntimeCheck
  readonly statement: string
  readonly message: string
  readonly help: string
  readonly route: string | null
  readonly file: string | null
  readonly line: number | null
  readonly functionName: string | null
  readonly from: readonly string[]
  readonly source: string | null
  /** With `$n` in the place of each literal, too. */
  readonly fix: string | null
  /** Null where it was not asked for, or there is no fix. */
  verification: Verification | null
  /** Of the request that repeated it most. */
  times: number
  totalMs: number
  /** Requests in which it was found; 1 of a program without any. */
  requests: number
}

const mostKept = 2_000

/** Gathers what is found in a process, and keeps a file of it up to date. */
export class ProcessRecord {
  readonly #file: string
  readonly #statements = new BoundedMap<string, TracedStatement>(mostKept)
  readonly #findings = new BoundedMap<string, TracedFinding>(mostKept)
  readonly #programWatch: Watch
  readonly #quit: () => void
  #requests = 0
  #roundTrips = 0
  #leftOut = 0
  #written = -1

  constructor(folder: string, programWatch: Watch) {
    mkdirSync(folder, { recursive: true })
    this.#file = join(folder, `${process.pid}-${threadId}-${Date.now()}.json`)
    this.#programWatch = programWatch
    this.#quit = observe({ ended: (statement) => this.#count(statement) })
  }

  /** What a request has asked, once it is through. */
  addRequest(watch: Watch): void {
    this.#requests++
    this.#leftOut += watch.leftOut
    for (const finding of findingsOf(watch)) this.#add(this.#findings, finding)
  }

  /** Findings of the program itself, which can still be verified. */
  programFindings(): RuntimeFinding[] {
    return findingsOf(this.#programWatch)
  }

  /** Counts no more. */
  close(): void {
    this.#quit()
  }

  /** Does nothing where nothing is new, and never fails the program. */
  write(verified: ReadonlyMap<string, Verification> = new Map()): void {
    if (this.#written === this.#roundTrips && verified.size === 0) return
    this.#written = this.#roundTrips
    const findings = new BoundedMap<string, TracedFinding>(mostKept)
    for (const one of this.#findings.values()) findings.set(keyOf(one), { ...one })
    for (const one of this.programFindings()) this.#add(findings, one)
    for (const one of findings.values()) if (one.fix !== null) one.verification = verified.get(one.statement) ?? null
    const trace: ProcessTrace = {
      pid: process.pid,
      statements: [...this.#statements.values()],
      findings: [...findings.values()],
      requests: this.#requests,
      roundTrips: this.#roundTrips,
      leftOut: this.#leftOut + this.#programWatch.leftOut,
    }
    try {
      writeFileSync(`${this.#file}.part`, JSON.stringify(trace))
      renameSync(`${this.#file}.part`, this.#file)
    } catch {
      // The folder has gone: whoever wanted to read it is no longer there.
    }
  }

  #count({ shape, text, startedAt, endedAt }: Statement): void {
    this.#roundTrips++
    if (shape.kind === 'session') return
    let found = this.#statements.get(shape.text)
    if (found === undefined) {
      found = { sql: parameterized(text), calls: 0, durationMs: 0 }
      this.#statements.set(shape.text, found)
    }
    found.calls++
    found.durationMs += (endedAt ?? startedAt) - startedAt
  }

  #add(findings: BoundedMap<string, TracedFinding>, finding: RuntimeFinding): void {
    const { check, statement, message, help, route, site, from, source, fix, times, totalMs } = finding
    const place = { file: site?.file ?? null, line: site?.line ?? null, functionName: site?.functionName ?? null }
    const next = {
      check,
      statement,
      message,
      help,
      route,
      ...place,
      from,
      source,
      fix: fix === null ? null : parameterized(fix.sql),
    }
    const before = findings.get(keyOf(next))
    if (before === undefined || before.times < times) {
      findings.set(keyOf(next), { ...next, verification: null, times, totalMs, requests: (before?.requests ?? 0) + 1 })
    } else before.requests++
  }
}

function keyOf({ check, statement, file, line }: Pick<TracedFinding, 'check' | 'statement' | 'file' | 'line'>): string {
  return [check, statement, file, line].join('\0')
}
