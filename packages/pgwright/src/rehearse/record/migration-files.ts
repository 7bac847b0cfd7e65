import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { naturalOrder, openFolder } from '../read/folder.ts'
import type { Draft } from './draft.ts'

interface NamedFile {
  readonly file: string
  readonly text: string
  /** Under any of which its tool may write it down. */
  readonly names: readonly string[]
}

/** Shorter texts are found in places where they were not written. */
const shortest = 16

/** Files of migrations that a tool runs: where in them does a statement stand that it sent? */
export class MigrationFiles {
  readonly #files: readonly NamedFile[]
  readonly #fileOf = new Map<Draft, NamedFile>()

  private constructor(files: readonly NamedFile[]) {
    this.#files = files
  }

  /** @param folders that can't be read are as empty */
  static async open(folders: readonly string[]): Promise<MigrationFiles> {
    const files: NamedFile[] = []
    for (const folder of folders) {
      const names = await openFolder(folder).then(
        (found) => found.files,
        () => [],
      )
      for (const name of [...names].sort(naturalOrder)) {
        if (!/\.(c|m)?(js|ts)$|\.(sql|rb|py|exs|php)$/.test(name) || /\.d\.(c|m)?ts$/.test(name)) continue
        const file = path.join(folder, name)
        const text = await readFile(file, 'utf8').catch(() => '')
        files.push({ file, text, names: namesOf(name) })
      }
    }
    return new MigrationFiles(files)
  }

  /** A tool that writes down a migration has done it: what came since the one before is of its file. */
  attribute(drafts: readonly Draft[]): void {
    let since: Draft[] = []
    for (const draft of drafts) {
      if (!draft.bookkeeping) {
        if (!draft.control) since.push(draft)
        continue
      }
      if (!/^(insert|update)\b/i.test(draft.statement.sql)) continue
      const file = this.#files.find(({ names }) => names.some((name) => tells(draft.told, name)))
      if (file === undefined) continue
      for (const each of since) this.#fileOf.set(each, file)
      since = []
    }
  }

  placeOf(draft: Draft): { readonly file?: string; readonly line: number | null } {
    const { sql } = draft.statement
    const known = this.#fileOf.get(draft)
    const held = (known === undefined ? this.#files : [known]).filter(({ text }) => text.includes(sql))
    const [only] = held
    if (only !== undefined && held.length === 1 && sql.length >= shortest) {
      const line = only.text.slice(0, only.text.indexOf(sql)).split('\n').length
      return { file: only.file, line }
    }
    return { ...(known !== undefined && { file: known.file }), line: null }
  }
}

/** The file's with and without its ending, and its number where that is long enough to be no other's. */
function namesOf(name: string): string[] {
  const number = /^\d{8,}/.exec(name)?.[0]
  return [name, name.replace(/\.[^.]+$/, ''), ...(number === undefined ? [] : [number])]
}

function tells(text: string, name: string): boolean {
  const at = text.indexOf(name)
  return at !== -1 && !/\w/.test(text[at - 1] ?? ' ')
}
