import type { Snapshot } from '../model/index.ts'
import { bareName, type Node, tryParse, walk } from '../sql/index.ts'

/** Values that a cast takes, whatever they mean, by the names that the parser gives types. */
const placeholders: Readonly<Record<string, string>> = {
  int2: '1',
  int4: '1',
  int8: '1',
  numeric: '1',
  float4: '1',
  float8: '1',
  uuid: '00000000-0000-0000-0000-000000000000',
  bool: 'false',
  timestamp: '2000-01-01',
  timestamptz: '2000-01-01',
  date: '2000-01-01',
  inet: '0.0.0.0',
  cidr: '0.0.0.0',
  json: '{}',
  jsonb: '{}',
}

/**
 * Settings that policies read, with values that can be read as what they are cast to: a statement whose policy casts a
 * setting that nobody has given can't be planned. They stand for nobody, and are replaced by what the column has once
 * there is a plan.
 */
export function policySettings({ policies }: Snapshot): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const { using, check } of policies) {
    walk(tryParse(`select ${using ?? 'true'}, ${check ?? 'true'}`), (node) => {
      const value = castValue(node)
      // From the outside in, so that the innermost of several casts has the last word.
      if (value !== null) for (const name of settingsIn(node)) settings[name] = value
      for (const name of readSetting(node)) settings[name] ??= '1'
    })
  }
  return settings
}

/** What the text of a setting has to be, however it is guarded within the cast; null where the cast does not tell. */
function castValue({ TypeCast }: Readonly<Record<string, unknown>>): string | null {
  const { arg, typeName } = (TypeCast ?? {}) as Extract<Node, { TypeCast: unknown }>['TypeCast']
  // An array's own text; one that a function makes (`string_to_array`) has the setting's text for an element.
  if (typeName?.arrayBounds !== undefined && !makesArray(arg)) return '{}'
  return placeholders[bareName(typeName?.names)] ?? null
}

function makesArray(node: Node | undefined): boolean {
  return node !== undefined && 'FuncCall' in node && readSetting(node).length === 0
}

function settingsIn(tree: unknown): string[] {
  const found: string[] = []
  walk(tree, (node) => found.push(...readSetting(node)))
  return found
}

/** `current_setting('app.tenant'::text, true)`, as `pg_get_expr` prints it: its name. */
function readSetting({ FuncCall }: Readonly<Record<string, unknown>>): string[] {
  const { funcname, args = [] } = (FuncCall ?? {}) as Extract<Node, { FuncCall: unknown }>['FuncCall']
  const [first] = args
  const name = first !== undefined && 'TypeCast' in first ? first.TypeCast.arg : first
  if (bareName(funcname) !== 'current_setting' || name === undefined || !('A_Const' in name)) return []
  return name.A_Const.sval?.sval === undefined ? [] : [name.A_Const.sval.sval]
}
