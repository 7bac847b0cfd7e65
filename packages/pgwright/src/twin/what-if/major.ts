import type { TwinServer } from '../server.ts'

/**
 * What planning on another major means, from the two servers themselves: the planner's settings that one has and the
 * other lacks each stand for something that its planner can do.
 */
export async function majorNotes(from: TwinServer, to: TwinServer): Promise<string[]> {
  const [old, now] = [await plannerSettings(from), await plannerSettings(to)]
  const lost = [...old.keys()].filter((name) => !now.has(name))
  const gained = [...now].filter(([name]) => !old.has(name)).map(([name, value]) => `${name} = ${value}`)
  const sentence = (settings: readonly string[], what: string) =>
    settings.length === 0 ? [] : [`PostgreSQL ${to.major} ${what}: ${settings.join(', ')}.`]
  return [
    ...sentence(lost, `does not know these settings of ${from.major}, which are left out`),
    ...sentence(gained, `has settings that ${from.major} has not, at their defaults`),
    ...features
      .filter(({ major }) => isBetween(major, from.major, to.major))
      .map(({ major, what }) =>
        to.major > from.major
          ? `New in the planner of ${major}: ${what}.`
          : `The planner before ${major} lacks: ${what}.`,
      ),
  ]
}

/** What the planner of each major can do that the one before can't, where no setting shows it. */
const features: readonly { readonly major: number; readonly what: string }[] = [
  { major: 15, what: 'SELECT DISTINCT in parallel, and statistics over partitioned tables for columns together' },
  { major: 16, what: 'hash joins for full and right anti joins in parallel, incremental sorts for DISTINCT' },
  { major: 17, what: 'B-tree scans that take a list of values in one go, and null tests of NOT NULL columns left out' },
  { major: 18, what: 'skip scans in B-trees, joins of a table with itself left out, OR turned into lists of values' },
]

function isBetween(major: number, one: number, other: number): boolean {
  return major > Math.min(one, other) && major <= Math.max(one, other)
}

async function plannerSettings({ admin }: TwinServer): Promise<Map<string, string>> {
  const { rows } = await admin.query<{ name: string; value: string }>(
    `select name, current_setting(name) as value from pg_catalog.pg_settings
       where category like 'Query Tuning%' order by name`,
  )
  return new Map(rows.map(({ name, value }) => [name, value]))
}
