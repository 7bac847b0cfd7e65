// The package has no types of its own.
declare module 'pg-copy-streams' {
  export function from(
    sql: string,
    options?: { highWaterMark: number },
  ): import('pg').Submittable & import('node:stream').Writable & { rowCount: number }
}
