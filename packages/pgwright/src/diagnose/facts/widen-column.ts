import { readableIdentifier, readableQualified, shellWord } from '../../sql/index.ts'

/** How a column gets room for all that its sequence can give, for people. */
export function widenHelp({ schema, name, column }: Readonly<Record<'schema' | 'name' | 'column', string>>): string {
  const words = ['--table', readableQualified(schema, name), '--column', readableIdentifier(column), '--to', 'bigint']
  return `Have its change planned by: pgwright change-type <url> ${words.map(shellWord).join(' ')} --out plan.json. It keeps nobody out, and names the columns that have to follow; partitioned tables it refuses.`
}
