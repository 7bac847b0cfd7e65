import type { Gap, Snapshot } from '../model/index.ts'

/** One setting, as it is called before 16 and since. */
const renamed: Readonly<Record<string, string>> = {
  force_parallel_mode: 'debug_parallel_query',
  debug_parallel_query: 'force_parallel_mode',
}

/** What the twin calls a setting of the source; null where it has no such, or none that a session can set. */
export function settingName(name: string, known: ReadonlySet<string>): string | null {
  const own = name.toLowerCase()
  if (known.has(own)) return own
  const other = renamed[own]
  return other !== undefined && known.has(other) ? other : null
}

/** Libraries that plan by themselves, or change how PostgreSQL does. */
const plannerLibraries =
  /^(pg_hint_plan|citus|timescaledb|columnar|aqo|sr_plan|pg_pathman|pg_strom|pg_plan_advice|orioledb|pg_ivm)/

/** What a session on the source has that none on a twin can have. */
export function settingGaps({ settings }: Snapshot, known: ReadonlySet<string>): Gap[] {
  const settingOf = (wanted: string) => settings.find(({ name }) => name === wanted)?.setting ?? ''
  const libraries = ['shared_preload_libraries', 'session_preload_libraries']
    .flatMap((name) => settingOf(name).split(','))
    .map((library) => library.trim().replace(/^.*\//, ''))
    .filter((library) => plannerLibraries.test(library))
  const own = settings.filter(({ name }) => name.includes('.') && !known.has(name.toLowerCase()))
  const replicates = settingOf('session_replication_role')
  return [
    ...libraries.map((library) => ({
      object: `library ${library}`,
      reason: 'it takes part in planning on the source, and a twin does not have it',
      effect: 'plans that it changes differ',
    })),
    ...own.map(({ name }) => ({
      object: `setting ${name}`,
      reason: 'the twin’s server has no such setting',
      effect: 'plans that depend on it differ',
    })),
    ...(replicates === '' || replicates === 'origin'
      ? []
      : [
          {
            object: 'setting session_replication_role',
            reason: `it is ${replicates} on the source, and origin on a twin`,
            effect: 'rules that are enabled for one of the two only are applied differently',
          },
        ]),
  ]
}
