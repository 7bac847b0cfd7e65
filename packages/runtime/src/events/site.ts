import { fileURLToPath } from 'node:url'

/** Where in the application's own code a statement was asked for. */
export interface Site {
  /** An absolute path, mapped to its source where Node maps stacks. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** Null at the top level of a module. */
  readonly functionName: string | null
}

const own = fileURLToPath(new URL('..', import.meta.url))
const usualDepth = 12
/** Of an ORM's way from the caller to the driver. */
const greatDepth = 80

/**
 * 10 to 20 µs, so that nobody asks for it of a statement that is seen once.
 *
 * @returns null where no frame is the application's
 */
export function captureSite(): Site | null {
  return siteIn(stack(usualDepth)) ?? siteIn(stack(greatDepth))
}

/** What of it is read later costs a tenth, where it is not read. */
export function stack(depth: number): { readonly stack?: string } {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = depth
  const holder = {}
  Error.captureStackTrace(holder, stack)
  Error.stackTraceLimit = before
  return holder
}

const frame = /^\s+at (?:(?:async )?(?:new )?(.*?) \()?(.+?):(\d+):(\d+)\)?$/

/** The first frame that is neither Node's, nor a library's, nor ours. */
export function siteIn({ stack: text = '' }: { readonly stack?: string }): Site | null {
  for (const line of text.split('\n')) {
    const [, name, where = '', row, column] = frame.exec(line) ?? []
    const file = where.replace(/^async /, '').replace(/\?.*$/, '')
    if (row === undefined || !isOfApplication(file)) continue
    const path = file.startsWith('file:') ? fileURLToPath(file) : file
    if (path.startsWith(own) && !/\.test\.[jt]s$/.test(path)) continue
    return { file: path, line: Number(row), column: Number(column), functionName: functionIn(name) }
  }
  return null
}

/** No package's name begins with a dot, so that `node_modules/.cache` and the like hold none. */
function isOfApplication(file: string): boolean {
  return !/[\\/]node_modules[\\/][^.]/.test(file) && !/^(node:|native|<anonymous>|eval)/.test(file)
}

function functionIn(name: string | undefined): string | null {
  if (name === undefined || name === '' || name === '<anonymous>') return null
  return name.replace(/^Object\./, '').replace(/ \[as .*$/, '')
}
