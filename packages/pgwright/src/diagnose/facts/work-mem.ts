import type { Snapshot } from '../../model/index.ts'

const defaultKb = 4_096

/** What one sort may take, in bytes, by the database's own setting. */
export function workMemBytes({ settings }: Snapshot): number {
  return (settingOf(settings, 'work_mem') ?? defaultKb) * 1024
}

/** What one hash table may take: from PostgreSQL 15 on twice as much where nobody says otherwise. */
export function hashMemBytes(snapshot: Snapshot): number {
  const { settings, server } = snapshot
  return workMemBytes(snapshot) * (settingOf(settings, 'hash_mem_multiplier') ?? (server.major >= 15 ? 2 : 1))
}

function settingOf(settings: Snapshot['settings'], wanted: string): number | null {
  const setting = settings.find(({ name }) => name === wanted)?.setting
  return setting === undefined ? null : Number(setting)
}
