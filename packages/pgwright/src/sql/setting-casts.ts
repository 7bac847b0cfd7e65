import { deparseSync } from 'pgsql-deparser'
import { type Node, tryParse } from './parser.ts'
import { bareName, withoutCasts } from './plan-expression.ts'

/** What a condition does with settings that were never given, or whose transaction has ended: then they are `''`. */
export interface GuardedCasts {
  /** Settings that are cast as they are. */
  readonly settings: readonly string[]
  /** The same statement with `nullif(…, '')` around them. */
  readonly sql: string
}

/** Types that take no empty text, as the parser names them. */
const strictTypes = new Set(
  'int2 int4 int8 numeric float4 float8 oid uuid bool date time timetz timestamp timestamptz interval inet cidr json jsonb'.split(
    ' ',
  ),
)

type Tree = Readonly<Record<string, unknown>>

/**
 * Casts of custom settings that fail on an empty text. Null where there is none, or the text can't be parsed. What a CASE
 * decides is taken to be guarded by it.
 */
export function settingCasts(sql: string): GuardedCasts | null {
  const trees = tryParse(sql)
  const settings: string[] = []
  const guarded = guard(trees, settings)
  return settings.length === 0 ? null : { settings: [...new Set(settings)], sql: deparse(guarded as Node[]) }
}

/** The same for a condition alone, as `pg_get_expr` prints it. */
export function conditionSettingCasts(condition: string): GuardedCasts | null {
  const casts = settingCasts(`select where ${condition}`)
  return casts === null ? null : { ...casts, sql: casts.sql.replace(/^select\s+where\s+/i, '') }
}

function deparse(trees: readonly Node[]): string {
  return trees.map((tree) => deparseSync(tree, { pretty: false })).join('; ')
}

function guard(tree: unknown, settings: string[]): unknown {
  if (Array.isArray(tree)) return tree.map((item) => guard(item, settings))
  if (typeof tree !== 'object' || tree === null || 'CaseExpr' in tree) return tree
  const { TypeCast: cast } = tree as { TypeCast?: Extract<Node, { TypeCast: unknown }>['TypeCast'] }
  const { arg, typeName } = cast ?? {}
  const strict = typeName?.arrayBounds !== undefined || strictTypes.has(bareName(typeName?.names))
  const inner = arg === undefined || !strict ? null : nullified(arg, settings)
  if (inner !== null) return { TypeCast: { ...cast, arg: inner } }
  return Object.fromEntries(Object.entries(tree as Tree).map(([key, value]) => [key, guard(value, settings)]))
}

/** What is cast, with the setting in it guarded; null where it is none. */
function nullified(arg: Node, settings: string[]): Node | null {
  const inner = withoutCasts(arg)
  const name = settingName(inner)
  if (name !== null) {
    settings.push(name)
    return nullIf(arg)
  }
  if (!('CoalesceExpr' in inner)) return null
  // An empty text is not null, so coalesce lets it through.
  const [first, ...rest] = inner.CoalesceExpr.args ?? []
  const own = first === undefined ? null : nullified(first, settings)
  return own === null ? null : { CoalesceExpr: { ...inner.CoalesceExpr, args: [own, ...rest] } }
}

/** A setting of PostgreSQL's own has no dot in its name, and is never empty where it is a number. */
function settingName(node: Node): string | null {
  if (!('FuncCall' in node) || bareName(node.FuncCall.funcname) !== 'current_setting') return null
  const [argument] = node.FuncCall.args ?? []
  const constant = argument === undefined ? argument : withoutCasts(argument)
  const name = constant !== undefined && 'A_Const' in constant ? constant.A_Const.sval?.sval : undefined
  return name?.includes('.') ? name : null
}

function nullIf(setting: Node): Node {
  return {
    A_Expr: {
      kind: 'AEXPR_NULLIF',
      name: [{ String: { sval: '=' } }],
      lexpr: setting,
      rexpr: { A_Const: { sval: { sval: '' } } },
    },
  }
}
