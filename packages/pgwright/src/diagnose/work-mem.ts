import type { Snapshot } from '../model/index.ts'

const defaultKb = 4_096

/** What one sort may take, in bytes, by the database's own setting. */
export function workMemBytes({ settings }: Snapshot): number {
  const setting = settings.find(({ name }) => name === 'work_mem')?.setting
  return (setting === undefined ? defaultKb : Number(setting)) * 1024
}
