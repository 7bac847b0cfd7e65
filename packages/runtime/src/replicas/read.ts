import type { QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { RuntimeError } from '../error.ts'
import type { BatchAnswer, BatchFailure } from '../wire/index.ts'
import { type Connection, requireResult } from './connection.ts'
import { parseLsn } from './lsn.ts'
import * as statements from './statements.ts'
import type { Position } from './token.ts'

/** What a read is given: a read-only transaction on one server. */
export interface ReadTransaction {
  /** Runs one statement. */
  query<Row extends QueryResultRow = QueryResultRow>(
    query: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>
}

export type ReadWork<Result> = (tx: ReadTransaction) => Promise<Result>

/** Whether a server is one from which the read may be answered, as it says on the read's own connection. */
export type Standing =
  | 'fit'
  /** It has not replayed yet what the read must see. */
  | 'behind'
  /** It follows another timeline than that of the write. */
  | 'apart'
  /** Not what it was taken for: promoted, demoted, of another cluster. */
  | 'unfit'

/** `failed`: the server does not answer any more. `busy`: it could not do this read. */
export type WhyElsewhere = Exclude<Standing, 'fit'> | 'failed' | 'busy'

/** A read that another server may do better. */
export class Elsewhere extends Error {
  readonly standing: WhyElsewhere

  constructor(standing: WhyElsewhere, cause?: unknown) {
    super('The read is to be done on another server.', { cause })
    this.standing = standing
  }
}

/** A single statement or several in one transaction, in as few round trips as that takes. */
export interface Read<Result> {
  readonly query: QueryConfig | null
  /** For a single statement it makes the result of its result. */
  readonly work: ReadWork<Result>
}

/** @throws Elsewhere, and what the application's work throws */
export async function readOnReplica<Result>(
  connection: Connection,
  read: Read<Result>,
  after: Position | null,
  systemId: bigint | null,
  deadline: number,
): Promise<Result> {
  const question = after === null ? statements.recovering : statements.replayed
  const judge = (answer: BatchAnswer, place: number): Standing => {
    const [recovering, replayed, timeline] = answer.rows.get(place) ?? []
    if (recovering !== 't' || connection.systemId === null) return 'unfit'
    if (systemId !== null && connection.systemId !== systemId) return 'unfit'
    if (after === null) return 'fit'
    if (connection.systemId !== after.systemId || Number(timeline) !== after.timeline) return 'apart'
    return parseLsn(replayed) >= after.lsn ? 'fit' : 'behind'
  }
  if (read.query !== null) {
    // The answer is taken only where the question before it, on the same connection, says that it may be.
    const answer = await connection.send([statements.begin, question], read.query, [statements.commit], 'idle')
    const standing = judge(answer, 1)
    if (standing === 'fit') return single(answer, read)
    requireOpen(answer, 2)
    if (standing !== 'behind' || performance.now() >= deadline) throw new Elsewhere(standing)
    // What the statement needs may not be there yet, such as its table.
    if (answer.failure !== null) requireOpen(await connection.send([statements.rollback], null, [], 'any'), 1)
  }
  await waitUntilFit(connection, question, judge, deadline)
  return inTransaction(connection, read)
}

/** @throws Elsewhere where it is no primary, and what the application's work throws */
export async function readOnPrimary<Result>(connection: Connection, read: Read<Result>): Promise<Result> {
  const opening = [statements.begin, statements.recovering]
  if (read.query !== null) {
    const answer = await connection.send(opening, read.query, [statements.commit], 'idle')
    if (answer.rows.get(1)?.[0] === 't') throw new Elsewhere('unfit')
    return single(answer, read)
  }
  const answer = await connection.send(opening, null, [], 'idle')
  requireOpen(answer, opening.length)
  if (answer.rows.get(1)?.[0] !== 'f') throw new Elsewhere('unfit')
  return inTransaction(connection, read)
}

/** Begins the read's transaction, and asks again and again in it: no snapshot outlives a statement there. */
async function waitUntilFit(
  connection: Connection,
  question: typeof statements.replayed,
  judge: (answer: BatchAnswer, place: number) => Standing,
  deadline: number,
): Promise<void> {
  const opening = [statements.begin, question]
  let answer = await connection.send(opening, null, [], 'idle')
  requireOpen(answer, opening.length)
  let standing = judge(answer, 1)
  for (let pauseMs = 1; standing === 'behind' && performance.now() < deadline; pauseMs = Math.min(pauseMs * 2, 16)) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    answer = await connection.send([question], null, [], 'transaction')
    requireOpen(answer, 1)
    standing = judge(answer, 0)
  }
  if (standing !== 'fit') throw new Elsewhere(standing)
}

/** The connection is in a transaction. */
async function inTransaction<Result>(connection: Connection, { work }: Read<Result>): Promise<Result> {
  let failure: BatchFailure | null = null
  let over = false
  let tail: Promise<unknown> = Promise.resolve()
  const run = async (config: QueryConfig): Promise<QueryResult> => {
    if (over) throw readOver()
    const answer = await connection.send([], config, [], 'transaction')
    failure = answer.failure ?? failure
    if (answer.failure !== null) throw answer.failure.error
    return requireResult(answer)
  }
  const tx = {
    query: (query: string | QueryConfig, values?: readonly unknown[]) => {
      const answer = tail.then(() => run(readConfig(query, values)))
      tail = answer.catch(() => {})
      return answer
    },
  } as ReadTransaction
  try {
    const result = await work(tx)
    await tail
    over = true
    const answer = await connection.send([], null, [statements.commit], 'transaction')
    failure = answer.failure ?? failure
    if (answer.failure !== null) throw answer.failure.error
    return result
  } catch (error) {
    over = true
    await tail
    // Whatever the work made of it: the server was the reason.
    throw failure === null ? error : (elsewhere(failure) ?? error)
  }
}

function single<Result>(answer: BatchAnswer, { work }: Read<Result>): Promise<Result> {
  const { failure } = answer
  if (failure !== null) throw elsewhere(failure) ?? failure.error
  return work({ query: async () => requireResult(answer) } as unknown as ReadTransaction)
}

/** The library's own statements fail for no reason of the application's. */
function requireOpen({ failure }: BatchAnswer, own: number): void {
  if (failure === null) return
  if (failure.at < own || failure.kind === 'lost') throw elsewhere(failure) ?? new Elsewhere('failed', failure.error)
}

/** Null where the read itself is at fault, and would fail on every server. */
function elsewhere({ error, kind }: BatchFailure): Elsewhere | null {
  if (kind === 'unsent') return null
  const code = 'code' in error ? String(error.code) : ''
  if (kind === 'lost' || /^(08|57P0)/.test(code)) return new Elsewhere('failed', error)
  // Resources, and a conflict with what the standby replays.
  return /^(53|58)/.test(code) || code === '40001' || code === '40P01' ? new Elsewhere('busy', error) : null
}

export function readConfig(query: string | QueryConfig, values?: readonly unknown[]): QueryConfig {
  const config = typeof query === 'string' ? { text: query } : query
  if (typeof config?.text !== 'string' || 'submit' in config)
    throw new RuntimeError('usage', 'A query is a text, or an object with `text` and `values`.', 'Name one of them.')
  return values === undefined ? config : { ...config, values: [...values] }
}

function readOver(): RuntimeError {
  return new RuntimeError(
    'usage',
    'The read is over, so nothing more is run in it.',
    'Await every statement within it.',
  )
}
