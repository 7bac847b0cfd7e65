import { deparseSync } from 'pgsql-deparser'
import type { Node } from './parser.ts'

/** A parse tree as text, on one line. */
export function deparse(tree: Node): string {
  return deparseSync(tree, { pretty: false })
}
