/** Free bytes for the server's own user, where the least of them are. */
export interface FreeSpace {
  /** `the disk of the data directory` */
  readonly where: string
  readonly bytes: number
}

/** @throws PgwrightError `usage` or `cancelled` where it can't be told now */
export type AskFreeSpace = () => Promise<FreeSpace>
