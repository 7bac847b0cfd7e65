import { fileURLToPath } from 'node:url'
import { BoundedMap } from '../bounded-map.ts'
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
  const frame = framesOfText(text).find(({ file }) => fileOf(file).isOfApplication)
  return frame === undefined ? null : siteOf(frame)
}

/** By the file that runs: where a library has a source map, its own sources are anywhere. */
function first(frames: readonly CallSite[]): Site | null {
  const found = frames.find((one) => fileOf(one.getFileName() ?? '').isOfApplication)
  return found === undefined ? null : siteOf(frameOf(found))
}

function siteOf({ file, line, column, functionName }: Frame): Site {
  return { file: pathOf(file), line, column, functionName: functionIn(functionName) }
}

interface File {
  readonly path: string
  readonly isOfApplication: boolean
}

/** By the name in a stack; a program has not many, and to make a path of a URL takes a microsecond. */
const files = new BoundedMap<string, File>(4_096)

function fileOf(name: string): File {
  return files.getOrMake(name, makeFile)
}

function makeFile(name: string): File {
  // Loaders tell their own of a module behind a question mark.
  const bare = name.replace(/\?.*$/, '')
  const path = bare.startsWith('file:') ? fileURLToPath(bare) : bare
  return { path, isOfApplication: isOfApplication(name, path) }
}

/** No package's name begins with a dot, so that `node_modules/.cache` and the like hold none. */
function isOfApplication(name: string, path: string): boolean {
  if (name === '' || name.startsWith('node:') || /[\\/]node_modules[\\/][^.]/.test(name)) return false
  if (!name.startsWith('file:') && !/^([\\/]|[A-Za-z]:[\\/])/.test(name)) return false
  return !path.startsWith(own) || /\.test\.[jt]s$/.test(path)
}

export function pathOf(file: string): string {
  return fileOf(file).path
}

function functionIn(name: string | null): string | null {
  if (name === null || name === '' || name === '<anonymous>') return null
  return name.replace(/^Object\./, '').replace(/ \[as .*$/, '')
}
