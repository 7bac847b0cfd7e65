import type { ExportResult, Plan } from '../model/index.ts'
import { planMigrations } from './plan-migrations.ts'
import { oneLine } from './quote-text.ts'
import { type ToolName, tools } from './tools.ts'
import { writeFiles } from './write-files.ts'

export interface ExportOptions {
  readonly to: ToolName
  /** Where the tool's migrations lie; made where it is missing. */
  readonly folder: string
  /** What their names begin with. */
  readonly name?: string
  /** Overwrites files that are there with another text. */
  readonly force?: boolean
}

/**
 * Writes a plan as migrations of a tool. The same plan gives the same files, so that exporting it again changes nothing.
 *
 * @throws PgwrightError `bad-file` for a plan that was edited into nonsense, `usage`, `unsupported`, `resources`
 */
export async function exportPlan(plan: Plan, options: ExportOptions): Promise<ExportResult> {
  const { to, folder, name = 'pgwright', force = false } = options
  const tool = tools[to]
  const files = await tool.files(planMigrations(plan, name), folder)
  return {
    schemaVersion: 1,
    tool: to,
    folder,
    files: await writeFiles(folder, files, { force }),
    notes: [...tool.notes, ...leftOut(plan)],
  }
}

/** What is for the application to do, and in no migration. */
function leftOut({ changes }: Plan): string[] {
  return changes.flatMap(({ steps, sql }) =>
    steps.length > 0 ? [] : [`In no migration, for it is the application's to ask instead: ${oneLine(sql)}`],
  )
}
