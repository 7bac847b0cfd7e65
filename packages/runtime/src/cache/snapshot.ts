/** Which transactions a statement sees: `xmin:xmax:xip,…` as `pg_current_snapshot` gives it. */
export interface Snapshot {
  /** All below it are over. */
  readonly xmin: bigint
  /** None from it on is seen. */
  readonly xmax: bigint
  readonly running: ReadonlySet<bigint>
}

/** @throws SyntaxError for what is none */
export function parseSnapshot(text: string): Snapshot {
  const [xmin = '', xmax = '', running = ''] = text.split(':')
  return {
    xmin: BigInt(xmin),
    xmax: BigInt(xmax),
    running: new Set(running === '' ? [] : running.split(',').map((xid) => BigInt(xid))),
  }
}

/**
 * Whether what the transaction did is seen, if it was committed.
 *
 * @param xid as it is on the wire, without its epoch: of those with these 32 bits the one nearest to the snapshot is meant
 */
export function sees({ xmin, xmax, running }: Snapshot, xid: number): boolean {
  const full = xmax + BigInt((xid - Number(xmax & 0xffffffffn)) | 0)
  return full < xmin || (full < xmax && !running.has(full))
}
