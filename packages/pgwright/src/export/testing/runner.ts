/** Runs the migrations that lie in a folder. */
export interface MigrationRunner {
  /** All that are pending, in the tool's order. */
  up(url: string, folder: string): Promise<void>
  /** All that were run, from the last to the first. */
  down(url: string, folder: string): Promise<void>
}
