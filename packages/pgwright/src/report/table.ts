import { printable } from '../model/index.ts'

export interface TableColumn {
  readonly title: string
  readonly align: 'left' | 'right'
}

/** Lines of a table for the terminal: columns two spaces apart, a rule under the titles. */
export function tableLines(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))]
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => [...(row[i] ?? '')].length)))
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, i) => pad(row[i] ?? '', widths[i] ?? 0, align))
      .join('  ')
      .trimEnd()
  const [titles, ...body] = cells.map(line)
  return [titles ?? '', widths.map((width) => '─'.repeat(width)).join('  '), ...body]
}

function pad(text: string, width: number, align: TableColumn['align']): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length))
  return align === 'left' ? text + space : space + text
}
