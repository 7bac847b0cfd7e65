import type { State } from '../../model/index.ts'
import { type Node, quoteIdentifier, quoteLiteral, readableIdentifier } from '../../sql/index.ts'

export type SettingSet = Extract<State, { kind: 'setting-set' }>
type Place = Pick<SettingSet, 'scope' | 'database' | 'role'>
type SetStatement = Extract<Node, { VariableSetStmt: unknown }>['VariableSetStmt']

/** Lists of names, which are stored each in quotes where it needs them. */
const listsOfNames = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
])

/** Whether a statement sets, or resets, this one setting to this value there. */
export function setsSetting(statement: Node, { name, value, ...place }: SettingSet): boolean {
  const set = setWithin(statement, place)
  if (set === null || set.name !== name) return false
  if (value === null) return set.kind === 'VAR_RESET' || set.kind === 'VAR_SET_DEFAULT'
  return set.kind === 'VAR_SET_VALUE' && storedText(set) === value
}

function setWithin(statement: Node, { scope, database, role }: Place): SetStatement | null {
  if ('AlterSystemStmt' in statement) return scope === 'system' ? (statement.AlterSystemStmt.setstmt ?? null) : null
  if ('AlterDatabaseSetStmt' in statement) {
    const { dbname, setstmt } = statement.AlterDatabaseSetStmt
    return scope === 'database' && dbname === database ? (setstmt ?? null) : null
  }
  if (!('AlterRoleSetStmt' in statement)) return null
  const { role: of, database: within, setstmt } = statement.AlterRoleSetStmt
  const isThere = of?.roletype === 'ROLESPEC_CSTRING' && of.rolename === role && (within ?? null) === database
  return isThere && scope === (database === null ? 'role' : 'role-in-database') ? (setstmt ?? null) : null
}

/** The value as PostgreSQL stores it; null for what is no list of literals. */
function storedText({ name = '', args = [] }: SetStatement): string | null {
  const texts: string[] = []
  for (const arg of args) {
    if (!('A_Const' in arg)) return null
    const { sval, ival, fval } = arg.A_Const
    const text = sval !== undefined ? (sval.sval ?? '') : ival !== undefined ? String(ival.ival ?? 0) : fval?.fval
    if (text === undefined) return null
    texts.push(listsOfNames.has(name) ? storedName(text) : text)
  }
  return texts.length > 0 ? texts.join(', ') : null
}

function storedName(name: string): string {
  return name === '' ? '""' : readableIdentifier(name)
}

export function settingSql({ name, value, ...place }: SettingSet): string {
  const parts = name.split('.').map(quoteIdentifier).join('.')
  return `alter ${placeSql(place)} ${value === null ? `reset ${parts}` : `set ${parts} = ${valueSql(name, value)}`}`
}

function placeSql({ scope, database, role }: Place): string {
  const [ofDatabase, ofRole] = [`database ${quoteIdentifier(database ?? '')}`, `role ${quoteIdentifier(role ?? '')}`]
  switch (scope) {
    case 'system':
      return 'system'
    case 'database':
      return ofDatabase
    case 'role':
      return ofRole
    case 'role-in-database':
      return `${ofRole} in ${ofDatabase}`
    default:
      return scope satisfies never
  }
}

function valueSql(name: string, value: string): string {
  if (!listsOfNames.has(name) || value === '') return quoteLiteral(value)
  const names = [...value.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)].map(([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replaceAll('""', '"'),
  )
  return names.map(quoteLiteral).join(', ')
}
