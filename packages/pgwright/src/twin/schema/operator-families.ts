import type { DefinedFunction, Gap, ObjectName, OperatorFamily, Snapshot } from '../../model/index.ts'
import { quoteIdentifier, quoteQualified } from '../../sql/index.ts'
import { clauses, type Definition } from './definition.ts'
import { isReserved } from './reserved.ts'

type Member = OperatorFamily['functions'][number]
type OperatorClass = OperatorFamily['classes'][number]

/**
 * Families and classes, which only a superuser may make. An index calls a class's functions with whatever the class
 * says its type is, so one of the server's own is taken only where it was made for that very type: else text of a
 * snapshot could have it read numbers as addresses.
 */
export function operatorFamilyDefinitions({ operatorFamilies, functions }: Snapshot): Definition[] {
  const own = ownFunctions(functions)
  return operatorFamilies
    .filter((family) => !isReserved(family.schema) && unsafeMembers(family, own).length === 0)
    .map((family) => ({ object: `operator family ${nameOf(family)}`, sql: familyText(family), privileged: true }))
}

export function operatorFamilyGaps({ operatorFamilies, functions }: Snapshot): Gap[] {
  const own = ownFunctions(functions)
  return operatorFamilies
    .filter((family) => unsafeMembers(family, own).length > 0)
    .map((family) => ({
      object: `operator family ${nameOf(family)}`,
      reason: 'its classes use functions of the server that were made for other types or for C alone',
      effect: 'indexes of its classes are missing; what they would answer is planned without them',
    }))
}

function ownFunctions(functions: readonly DefinedFunction[]): ReadonlySet<string> {
  return new Set(functions.map(nameOf))
}

function unsafeMembers(family: OperatorFamily, own: ReadonlySet<string>): Member[] {
  return family.functions.filter(
    (member) => !isLeftOut(family, member) && !own.has(nameOf(member.function)) && !fits(member),
  )
}

/** Takes the two types, or the one, that it is there for; or, to say whether equal values look alike, a type's number. */
function fits({ left, right, argumentTypes: [first, second, ...others] }: Member): boolean {
  if (first === undefined || others.length > 0) return false
  if (second === undefined) return isSame(first, left) || nameOf(first) === '"pg_catalog"."oid"'
  return isSame(first, left) && (isSame(second, right) || nameOf(second) === '"pg_catalog"."int8"')
}

/** Number 2 of a B-tree only makes sorting quicker, which no plan shows, and is for C alone. */
function isLeftOut({ method }: OperatorFamily, { number }: Member): boolean {
  return method === 'btree' && number === 2
}

function familyText(family: OperatorFamily): string {
  const using = `using ${quoteIdentifier(family.method)}`
  const classes = family.classes.map((made) => classText(family, made))
  const rest = loose(family)
  return [
    `create operator family ${nameOf(family)} ${using}`,
    ...classes,
    ...(rest.length === 0 ? [] : [`alter operator family ${nameOf(family)} ${using} add ${rest.join(', ')}`]),
  ].join('; ')
}

function classText(family: OperatorFamily, made: OperatorClass): string {
  const storage = made.storage === null ? [] : [`storage ${nameOf(made.storage)}`]
  const members = [...membersOf(family, (left, right) => isOf(made, left) && isOf(made, right)), ...storage]
  return clauses(
    `create operator class ${nameOf(made)}`,
    made.default ? 'default' : '',
    `for type ${nameOf(made.type)} using ${quoteIdentifier(family.method)} family ${nameOf(family)} as`,
    (members.length === 0 ? [`storage ${nameOf(made.type)}`] : members).join(', '),
  )
}

/** What belongs to no class: operators and functions between two types. */
function loose(family: OperatorFamily): string[] {
  const { classes } = family
  return membersOf(family, (left, right) => !classes.some((made) => isOf(made, left) && isOf(made, right)))
}

function membersOf(family: OperatorFamily, wanted: (left: ObjectName, right: ObjectName) => boolean): string[] {
  const operators = family.operators
    .filter(({ left, right }) => wanted(left, right))
    .map(({ number, operator, left, right, sortFamily }) =>
      clauses(
        `operator ${Number(number)} ${quoteIdentifier(operator.schema)}.${operatorName(operator.name)}(${nameOf(left)}, ${nameOf(right)})`,
        sortFamily === null ? '' : `for order by ${nameOf(sortFamily)}`,
      ),
    )
  const functions = family.functions
    .filter((member) => !isLeftOut(family, member) && wanted(member.left, member.right))
    .map(({ number, left, right, argumentTypes, ...member }) => {
      const types = argumentTypes.map(nameOf).join(', ')
      return `function ${Number(number)} (${nameOf(left)}, ${nameOf(right)}) ${nameOf(member.function)}(${types})`
    })
  return [...operators, ...functions]
}

/** An operator has no quotes, so nothing but the characters of one may be in it. */
function operatorName(name: string): string {
  return /^[-+*/<>=~!@#%^&|`?]+$/.test(name) && !name.includes('--') && !name.includes('/*') ? name : '='
}

function isOf({ type }: OperatorClass, member: ObjectName): boolean {
  return isSame(type, member)
}

function isSame(one: ObjectName, other: ObjectName): boolean {
  return one.schema === other.schema && one.name === other.name
}

function nameOf({ schema, name }: ObjectName): string {
  return quoteQualified(schema, name)
}
