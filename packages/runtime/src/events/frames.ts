import { findSourceMap } from 'node:module'

/** What of V8's frame is used; their names in a text may be those of sources that are mapped. */
export interface CallSite {
  getFileName(): string | null
  getLineNumber(): number | null
  getColumnNumber(): number | null
  getFunctionName(): string | null
  isAsync(): boolean
}

export interface Frame {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly functionName: string | null
}

/** What of the way from the application to the driver is usual, and what an ORM makes of it. */
export const usualDepth = 12
export const greatDepth = 80

/** What of it is read later costs a tenth, where it is not read. */
export function stack(depth: number): { readonly stack?: string } {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = depth
  const holder = {}
  Error.captureStackTrace(holder, stack)
  Error.stackTraceLimit = before
  return holder
}

/** Of a stack that nobody has read yet. */
export function framesOf(holder: { readonly stack?: string }): readonly CallSite[] {
  const before = Error.prepareStackTrace
  try {
    Error.prepareStackTrace = (_, frames) => frames
    const frames: unknown = holder.stack
    return Array.isArray(frames) ? (frames as CallSite[]) : []
  } finally {
    if (before === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace
    else Error.prepareStackTrace = before
  }
}

/** As it is in its source: by who has put himself in charge of stacks, as vitest does, or by Node's source maps. */
export function frameOf(site: CallSite): Frame {
  const raw = rawFrame(site)
  const { prepareStackTrace: prepare } = Error
  if (typeof prepare === 'function') {
    const text: unknown = prepare(new Error('where'), [site as NodeJS.CallSite])
    const [mapped] = typeof text === 'string' ? framesOfText(text) : []
    return mapped ?? raw
  }
  const map = findSourceMap(raw.file)
  if (map === undefined) return raw
  const entry = map.findEntry(raw.line - 1, raw.column - 1)
  if (!('originalSource' in entry)) return raw
  return { ...raw, file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}

function rawFrame(site: CallSite): Frame {
  return {
    file: site.getFileName() ?? '',
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
    functionName: site.getFunctionName(),
  }
}

const line = /^\s+at (?:(?:async )?(?:new )?(.*?) \()?(?:async )?(.+?):(\d+):(\d+)\)?$/

export function framesOfText(text: string): Frame[] {
  return text.split('\n').flatMap((one) => {
    const [, name = null, file, row, column] = line.exec(one) ?? []
    return file === undefined ? [] : { file, line: Number(row), column: Number(column), functionName: name }
  })
}
