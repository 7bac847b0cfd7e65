import type { Migration } from './migration.ts'

export interface ExportedFile {
  /** Below the folder, with `/`. */
  readonly path: string
  readonly text: string
  /**
   * What becomes of a file that is there and has another text. `refuse`: nothing is written. `keep`: it stays.
   * `replace`: this text holds all of it, and more.
   */
  readonly ifOther: 'refuse' | 'keep' | 'replace'
}

/** A tool that runs migrations. */
export interface Tool {
  /** @param folder where they are to lie, with what may be there already */
  files(migrations: readonly Migration[], folder: string): Promise<ExportedFile[]> | ExportedFile[]
  /** How it has to be run, and what it can't do, a sentence or two each. */
  readonly notes: readonly string[]
}

export function file(path: string, text: string): ExportedFile {
  return { path, text, ifOther: 'refuse' }
}

/** `20260131235959`, in UTC. */
export function timestamp(at: Date): string {
  return at.toISOString().replaceAll(/\D/g, '').slice(0, 14)
}
