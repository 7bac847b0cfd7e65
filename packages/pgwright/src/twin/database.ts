import type { ClientBase } from 'pg'
import type { Gap, Snapshot } from '../model/index.ts'
import { quoteIdentifier, quoteLiteral } from '../sql/index.ts'

/** How a database encodes, sorts and classes text: the options of `CREATE DATABASE`, and what is told of them. */
interface Locale {
  readonly title: string
  readonly options: string
}

/**
 * Creates the twin's database, sorting text as the source's does. A locale that this machine lacks is a gap: histograms
 * of text are searched in another order. The nearest one keeps what matters most, whether it is C, because only under C
 * may `LIKE 'a%'` use an ordinary index.
 */
export async function createDatabase(
  client: ClientBase,
  name: string,
  owner: string,
  snapshot: Snapshot,
  major: number,
): Promise<Gap[]> {
  // Copying files is quicker than logging them, and before 15 the only way.
  const strategy = major >= 15 ? 'strategy file_copy' : ''
  const [wanted, ...others] = locales(snapshot.database, major)
  let refusal = ''
  for (const locale of [wanted, ...others]) {
    if (locale === undefined) continue
    try {
      await client.query(
        `create database ${quoteIdentifier(name)} owner ${quoteIdentifier(owner)} template template0 ${strategy} ${locale.options}`,
      )
      return locale === wanted ? [] : [localeGap(wanted?.title ?? '', locale.title, refusal)]
    } catch (error) {
      refusal ||= (error as Error).message
    }
  }
  throw new Error(`No database could be created: ${refusal}`)
}

function localeGap(wanted: string, taken: string, reason: string): Gap {
  return {
    object: 'database',
    reason: `its locale ${wanted} can't be had here (${reason}); the twin has ${taken}`,
    effect: 'comparisons of text are estimated in another sort order',
  }
}

/** The source's own first, then what comes nearest to it. */
function locales(
  { encoding, collationProvider, collate, ctype, locale }: Snapshot['database'],
  major: number,
): Locale[] {
  const found: Locale[] = []
  const offer = (title: string, options: Record<string, string>) =>
    found.push({
      title,
      options: Object.entries(options)
        .map(([key, value]) => `${key} ${quoteLiteral(value)}`)
        .join(' '),
    })
  const libc = { encoding, lc_collate: collate, lc_ctype: ctype }
  const c = { encoding: 'UTF8', lc_collate: 'C', lc_ctype: 'C' }
  if (collationProvider === 'b' && locale !== null && major >= 17) {
    offer(`${locale} (builtin)`, { ...libc, locale_provider: 'builtin', builtin_locale: locale })
    offer(`${locale} (builtin)`, { ...c, locale_provider: 'builtin', builtin_locale: locale })
  }
  if (collationProvider === 'i' && locale !== null && major >= 15) {
    offer(`${locale} (icu)`, { ...libc, locale_provider: 'icu', icu_locale: locale })
    offer(`${locale} (icu)`, { ...c, locale_provider: 'icu', icu_locale: locale })
  }
  const provider = major >= 15 ? { locale_provider: 'libc' } : {}
  if (collationProvider === 'c') {
    offer(`${collate} (libc)`, { ...libc, ...provider })
    if (!isC(collate) && major >= 15)
      offer(`${languageOf(collate)} (icu)`, { ...c, locale_provider: 'icu', icu_locale: languageOf(collate) })
  }
  const plain = collationProvider === 'b' || (collationProvider === 'c' && isC(collate)) ? 'C' : 'C.UTF-8'
  offer(`${plain} (libc)`, { ...provider, encoding: 'UTF8', lc_collate: plain, lc_ctype: 'C.UTF-8' })
  offer('C (libc)', { ...provider, ...c })
  return found
}

/** `C.UTF-8` of the C library is not C to PostgreSQL, though it sorts alike; all that is built in is. */
function isC(locale: string): boolean {
  return locale === 'C' || locale === 'POSIX'
}

/** `de_DE.UTF-8@euro` → `de-DE`. */
function languageOf(locale: string): string {
  return locale.replace(/[.@].*$/, '').replaceAll('_', '-')
}
