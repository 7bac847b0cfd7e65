import { fileURLToPath } from 'node:url'
import { type CallSite, type Frame, frameOf, framesOf, framesOfText } from './frames.ts'

/** Where in the application's own code a statement was asked for. */
export interface Site {
  /** An absolute path, mapped to its source where Node maps stacks. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** Null at the top level of a module. */
  readonly functionName: string | null
}

export interface Sites {
  /** Of what was running. */
  readonly running: Site | null
  /** Of what awaited it, which may be far from where it was called: `await Promise.all(…)`. */
  readonly awaiting: Site | null
}

const own = fileURLToPath(new URL('..', import.meta.url))

/** Of each the first frame that is neither Node's, nor a library's, nor ours. */
export function sitesIn(holder: { readonly stack?: string }): Sites {
  const frames = framesOf(holder)
  return {
    running: first(frames.filter((one) => !one.isAsync())),
    awaiting: first(frames.filter((one) => one.isAsync())),
  }
}

/** Of a stack that a library keeps as a text. */
export function siteInText(text: string): Site | null {
  const frame = framesOfText(text).find(({ file }) => isOfApplication(file))
  return frame === undefined ? null : siteOf(frame)
}

/** By the file that runs: where a library has a source map, its own sources are anywhere. */
function first(frames: readonly CallSite[]): Site | null {
  const found = frames.find((one) => isOfApplication(one.getFileName() ?? ''))
  return found === undefined ? null : siteOf(frameOf(found))
}

function siteOf({ file, line, column, functionName }: Frame): Site {
  return { file: pathOf(file), line, column, functionName: functionIn(functionName) }
}

/** No package's name begins with a dot, so that `node_modules/.cache` and the like hold none. */
function isOfApplication(file: string): boolean {
  if (file === '' || file.startsWith('node:') || /[\\/]node_modules[\\/][^.]/.test(file)) return false
  if (!file.startsWith('file:') && !/^([\\/]|[A-Za-z]:[\\/])/.test(file)) return false
  const path = pathOf(file)
  return !path.startsWith(own) || /\.test\.[jt]s$/.test(path)
}

/** Loaders tell their own of a module behind a question mark. */
export function pathOf(file: string): string {
  const bare = file.replace(/\?.*$/, '')
  return bare.startsWith('file:') ? fileURLToPath(bare) : bare
}

function functionIn(name: string | null): string | null {
  if (name === null || name === '' || name === '<anonymous>') return null
  return name.replace(/^Object\./, '').replace(/ \[as .*$/, '')
}
