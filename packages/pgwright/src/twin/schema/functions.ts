import type { DefinedFunction, Gap, Snapshot } from '../../model/index.ts'
import { quoteLiteral, quoteQualified } from '../../sql/index.ts'
import { clauses, type Definition, defined } from './definition.ts'

/** Functions, procedures and aggregates, and stubs of those that only their source can run. */
export function functionDefinitions({ functions }: Snapshot): Definition[] {
  return functions.map((made) => {
    const { schema, name, kind } = made
    if (kind === 'aggregate') return defined(kind, schema, name, made.definition)
    if (!isStub(made)) return defined(kind, schema, name, ordinaryText(made))
    return hasBareTypes(made) ? bareStub(made) : defined(kind, schema, name, stub(made))
  })
}

export function functionGaps({ functions }: Snapshot): Gap[] {
  return functions.flatMap((made) => {
    const object = `function ${quoteQualified(made.schema, made.name)}`
    const stubbed: Gap = {
      object,
      reason: `it is written in ${made.language}, so the twin has its signature, its cost and no code`,
      effect: 'estimates that need its result can’t be had: statements that call it with constants are left out',
    }
    const unsupported: Gap = {
      object,
      reason: 'its planner support function is code that could misread the arguments of a stand-in',
      effect: 'its rows, its cost and the indexes that it can use are estimated without that',
    }
    return [
      ...(isStub(made) && made.kind !== 'aggregate' ? [stubbed] : []),
      ...(made.support !== null ? [unsupported] : []),
    ]
  })
}

/** Only these two are sure to be there and confine what runs to what its caller may do. */
function isStub({ language, kind }: DefinedFunction): boolean {
  return kind !== 'aggregate' && language !== 'sql' && language !== 'plpgsql'
}

/**
 * Without what only a superuser may say; it is set afterwards, in the catalog. The options of `pg_get_functiondef` are
 * the line after the language's.
 */
function ordinaryText({ definition }: DefinedFunction): string {
  return definition.replace(
    /(\n LANGUAGE [^\n]+\n)([^\n]*)/,
    (_, head: string, options: string) => head + options.replace(/ LEAKPROOF\b/, '').replace(/ SUPPORT .*$/, ''),
  )
}

const volatilities = { i: 'immutable', s: 'stable', v: 'volatile' } as const
const parallels = { s: 'safe', r: 'restricted', u: 'unsafe' } as const

/** What the planner reads of a function beside its signature. */
function properties({ kind, result, ...made }: DefinedFunction): string {
  if (kind === 'procedure') return ''
  return clauses(
    volatilities[made.volatility],
    made.strict ? 'strict' : '',
    `parallel ${parallels[made.parallel]} cost ${Number(made.cost)}`,
    made.rows > 0 ? `rows ${Number(made.rows)}` : '',
  )
}

function stub(made: DefinedFunction): string {
  const { schema, name, kind, result } = made
  const message = `The function ${quoteQualified(schema, name)} is written in ${made.language}, and the twin has no code of it.`
  return clauses(
    `create or replace ${kind === 'procedure' ? 'procedure' : 'function'}`,
    `${quoteQualified(schema, name)}(${made.arguments})`,
    result === null ? '' : `returns ${result}`,
    `language plpgsql ${properties(made)}`,
    `as ${quoteLiteral(`begin raise exception using errcode = 'feature_not_supported', message = ${quoteLiteral(message)}; end`)}`,
  )
}

/** Pseudo-types that only C can take or give. */
const bareTypes = new Set([
  'internal',
  'cstring',
  'any',
  'index_am_handler',
  'table_am_handler',
  'fdw_handler',
  'tsm_handler',
  'language_handler',
])

function hasBareTypes({ argumentTypes, returnType, kind }: DefinedFunction): boolean {
  return (
    kind === 'window' ||
    [...argumentTypes, returnType].some(({ schema, name }) => schema === 'pg_catalog' && bareTypes.has(name))
  )
}

/** The server's `internal_in` looks at none of its arguments and always fails, so that it can stand for any function. */
function bareStub(made: DefinedFunction): Definition {
  const { schema, name, argumentTypes, returnType } = made
  const types = argumentTypes.map((type) => quoteQualified(type.schema, type.name)).join(', ')
  const create = clauses(
    `create or replace function ${quoteQualified(schema, name)}(${types})`,
    `returns ${quoteQualified(returnType.schema, returnType.name)} language internal`,
    made.kind === 'window' ? 'window' : '',
    properties(made),
    `as 'internal_in'`,
  )
  return { object: `function ${quoteQualified(schema, name)}`, sql: create, privileged: true }
}
