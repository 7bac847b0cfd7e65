import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { BoundedMap } from '../bounded-map.ts'
import { findingsOf, type RuntimeCheck, type RuntimeFinding, type Verification, type Watch } from '../detect/index.ts'
import { observe, type Statement } from '../events/index.ts'
import { parameterized } from '../shapes/index.ts'
import type { Candidates } from './candidates.ts'

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
  /** Libraries of whose statements no line of the program is known. */
  readonly linesNotKnown: readonly string[]
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

interface RecordOptions {
  readonly folder: string
  /** Of what is asked outside of requests. */
  readonly programWatch: Watch
  readonly linesNotKnown: () => readonly string[]
  /** Null where nothing is to be verified. */
  readonly candidates: Candidates | null
}

/** Gathers what is found in a process, and keeps a file of it up to date. */
export class ProcessRecord {
  readonly #file: string
  readonly #statements = new BoundedMap<string, TracedStatement>(mostKept)
  readonly #findings = new BoundedMap<string, TracedFinding>(mostKept)
  readonly #programWatch: Watch
  readonly #linesNotKnown: () => readonly string[]
  readonly #candidates: Candidates | null
  readonly #quit: () => void
  #requests = 0
  #roundTrips = 0
  #leftOut = 0
  #written = -1

  constructor({ folder, programWatch, linesNotKnown, candidates }: RecordOptions) {
    mkdirSync(folder, { recursive: true })
    this.#file = join(folder, `${process.pid}-${threadId}-${Date.now()}.json`)
    this.#programWatch = programWatch
    this.#linesNotKnown = linesNotKnown
    this.#candidates = candidates
    this.#quit = observe({ ended: (statement) => this.#count(statement) })
  }

  /** What a request has asked, once it is through. */
  addRequest(watch: Watch): void {
    this.#requests++
    this.#leftOut += watch.leftOut
    for (const finding of findingsOf(watch)) this.#add(this.#findings, finding)
  }

  /** Counts no more: what was found outside of requests is to be verified, too. */
  close(): void {
    this.#quit()
    for (const one of findingsOf(this.#programWatch)) this.#candidates?.add(keyOf(tracedOf(one)), one)
  }

  /** Does nothing where nothing is new, and never fails the program. */
  write(verified: ReadonlyMap<string, Verification> = new Map()): void {
    if (this.#written === this.#roundTrips && verified.size === 0) return
    this.#written = this.#roundTrips
    const findings = new BoundedMap<string, TracedFinding>(mostKept)
    for (const one of this.#findings.values()) findings.set(keyOf(one), { ...one })
    for (const one of findingsOf(this.#programWatch)) this.#add(findings, one)
    for (const one of findings.values()) one.verification = verified.get(keyOf(one)) ?? null
    const trace: ProcessTrace = {
      pid: process.pid,
      statements: [...this.#statements.values()],
      findings: [...findings.values()],
      requests: this.#requests,
      roundTrips: this.#roundTrips,
      leftOut: this.#leftOut + this.#programWatch.leftOut,
      linesNotKnown: this.#linesNotKnown(),
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
    const next = tracedOf(finding)
    const key = keyOf(next)
    const before = findings.get(key)
    if (before !== undefined && before.times >= next.times) {
      before.requests++
      return
    }
    findings.set(key, { ...next, requests: (before?.requests ?? 0) + 1 })
    if (findings === this.#findings) this.#candidates?.add(key, finding)
  }
}

function tracedOf(finding: RuntimeFinding): TracedFinding {
  const { check, statement, message, help, route, site, from, source, fix, times, totalMs } = finding
  return {
    check,
    statement,
    message,
    help,
    route,
    file: site?.file ?? null,
    line: site?.line ?? null,
    functionName: site?.functionName ?? null,
    from,
    source,
    fix: fix === null ? null : parameterized(fix.sql),
    verification: null,
    times,
    totalMs,
    requests: 0,
  }
}

function keyOf({ check, statement, file, line }: Pick<TracedFinding, 'check' | 'statement' | 'file' | 'line'>): string {
  return [check, statement, file, line].join('\0')
}
