import { type ExportResult, plural, printable } from '../model/index.ts'
import type { Colors } from './colors.ts'

/** The files of an export, and how their tool is to be run. */
export function exportReport({ tool, folder, files, notes }: ExportResult, colors: Colors): string {
  const written = files.filter(({ state }) => state === 'written').length
  const same = files.length - written
  const title = `${plural(written, 'file')} for ${tool} written to ${printable(folder)}${same === 0 ? '' : `, ${same} there already`}`
  const lines = files.map(({ path, state }) => `${state.padEnd(9)} ${printable(path)}`)
  return [colors.strong(title), ...lines, '', ...notes.map(printable)].join('\n')
}
