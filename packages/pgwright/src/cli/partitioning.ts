import { PgwrightError } from '../model/index.ts'
import type { WhatIf } from '../twin/index.ts'

type Partitioning = Extract<WhatIf, { kind: 'partition' }>

/** `orders by range (created_at) every 1 month`. A shell needs the whole in quotes. */
const form = /^(.+?)\s+by\s+(range|list|hash)\s*\((.+?)\)\s+(every|at|in|into)\s+(.+)$/is

/** @throws PgwrightError `usage` for a text of another form */
export function partitioning(text: string): Partitioning {
  const [, table = '', method = '', column = '', word = '', values = ''] = form.exec(text.trim()) ?? []
  const by = partitionBy(`${method} ${word}`.toLowerCase(), values)
  if (by !== null) return { kind: 'partition', table, column: column.trim(), by }
  throw new PgwrightError(
    'usage',
    `${text} does not say how to partition a table.`,
    'Give "TABLE by range (COLUMN) every 1 month", "… at V1,V2", "TABLE by list (COLUMN) in A,B|C" or "TABLE by hash (COLUMN) into 8".',
  )
}

function partitionBy(form: string, values: string): Partitioning['by'] | null {
  const list = (text: string) => text.split(',').map((value) => value.trim())
  switch (form) {
    case 'range every':
      return { method: 'range', every: values }
    case 'range at':
      return { method: 'range', bounds: list(values) }
    case 'list in':
      return { method: 'list', values: values.split('|').map(list) }
    case 'hash into':
      return /^\d+$/.test(values) ? { method: 'hash', partitions: Number(values) } : null
    default:
      return null
  }
}
