import type { Connection } from 'pgwright'

export interface TemplateSearch {
  /** What a step of the template has to contain. */
  readonly step: Readonly<Record<string, string>>
  /** What one of its triggers has to contain. */
  readonly trigger: Readonly<Record<string, string>>
}

interface TemplateRow {
  readonly id: number
  readonly name: string
  readonly version: number
  readonly status: string
  readonly updated_at: Date
}

const pageSize = 100

export const templatesByConfigSql = `select id, name, version, status, updated_at
   from workflow_templates
   where config @> $1
   order by updated_at desc, id desc
   limit $2`

/** `WorkflowTemplate.config.contains(…)`: reads and decompresses the configuration of every template. */
export async function templatesByConfigNaive(db: Connection, search: TemplateSearch) {
  const rows = await db.query<TemplateRow>(
    'select * from workflow_templates where config @> $1 order by updated_at desc, id desc limit $2',
    [pattern(search), pageSize],
  )
  return rows.map(listItem)
}

/** Through the GIN index; the configurations stay where they are. */
export async function templatesByConfig(db: Connection, search: TemplateSearch) {
  const rows = await db.query<TemplateRow>(templatesByConfigSql, [pattern(search), pageSize])
  return rows.map(listItem)
}

function pattern({ step, trigger }: TemplateSearch): string {
  return JSON.stringify({ steps: [step], triggers: [trigger] })
}

function listItem({ id, name, version, status, updated_at }: TemplateRow) {
  return { id, name, version, status, updatedAt: updated_at }
}
