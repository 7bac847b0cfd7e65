import type { ColumnContents } from './contents.ts'
import type { IndexDescription } from './description.ts'

/**
 * Share of a page that the build of a GiST index leaves full. By sorting, pages are filled whatever the fill factor
 * says (`gist_indexsortbuild`); but since 15 four pages' worth of tuples are cut by the operator class, and only one
 * that orders its values cuts them evenly. By insertion, a page that overflows is cut in two where the operator class
 * likes it. The shares are as measured on random values.
 */
export function gistFill(index: IndexDescription, keys: readonly ColumnContents[], major: number): number {
  const names = keys.map(({ is }) => is.operatorClassName ?? '')
  const sorted = keys.every(({ is }) => is.sortable) && index.options.buffering !== 'on'
  if (sorted && major < 15) return 0.9
  if (sorted) return names.every((name) => ordered.test(name)) ? 0.99 : 0.65
  if (names.some((name) => areas.test(name))) return 0.49
  // Values that come in order leave the half behind them as it is.
  if (Math.abs(keys[0]?.statistics?.correlation ?? 0) > 0.9) return 0.46
  return names.some((name) => signatures.test(name)) ? 0.7 : 0.62
}

/** Operator classes of the extension btree_gist. */
const ordered = /^gist_(?!trgm|hstore|ltree|_ltree|int_|intbig)/
/** Areas overlap, so that a cut leaves one side nearly empty. */
const areas = /^(box|circle|poly)_ops$/
const signatures = /^(gist_trgm_ops|tsvector_ops)$/
