import {
  type Column,
  type RandomSource,
  type Relation,
  randomSource,
  type Snapshot,
} from '../packages/pgwright/src/model/index.ts'
import { quoteIdentifier, quoteQualified } from '../packages/pgwright/src/sql/index.ts'
import { RandomConditions, type Source } from './random-conditions.ts'

/**
 * Statements over whatever schema a snapshot has: joins, subqueries, groups, orders, limits and writes, with conditions
 * on values that its statistics know and on others. The same seed gives the same ones. Not all of them are allowed: not
 * every type can be compared in every way, and then the server says so.
 */
export function randomQueries(snapshot: Snapshot, seed: number, count: number): string[] {
  const generator = new Generator(snapshot, randomSource(seed))
  return Array.from({ length: count }, () => generator.statement())
}

class Generator {
  readonly #random: RandomSource
  readonly #conditions: RandomConditions
  readonly #relations: readonly Relation[]
  readonly #keys: Snapshot['constraints']

  constructor(snapshot: Snapshot, random: RandomSource) {
    this.#random = random
    this.#conditions = new RandomConditions(snapshot, random)
    this.#relations = snapshot.relations.filter(({ kind, columns }) => kind !== 'foreign' && columns.length > 0)
    this.#keys = snapshot.constraints.filter(({ kind }) => kind === 'foreign')
  }

  statement(): string {
    return this.#one([
      () => this.#select(1),
      () => this.#select(2),
      () => this.#select(3),
      () => this.#grouped(),
      () => this.#withSubquery(),
      () => this.#union(),
      () => this.#write(),
    ])()
  }

  #select(tables: number): string {
    const { sources, from } = this.#joined(tables)
    const output = this.#chance(0.3) ? 'count(*)' : this.#chance(0.5) ? '*' : this.#columns(sources, 3).join(', ')
    const distinct = output !== '*' && this.#chance(0.15) ? 'distinct ' : ''
    const order = output === 'count(*)' || distinct !== '' ? '' : this.#ordered(sources)
    return `select ${distinct}${output} from ${from}${this.#where(sources)}${order}`
  }

  #grouped(): string {
    const { sources, from } = this.#joined(this.#one([1, 1, 2]))
    const keys = this.#columns(sources, this.#one([1, 1, 2])).join(', ')
    const having = this.#chance(0.2) ? ' having count(*) > 10' : ''
    const order = this.#chance(0.4) ? ' order by 2 desc limit 10' : ''
    return `select ${keys}, count(*) from ${from}${this.#where(sources)} group by ${keys}${having}${order}`
  }

  #withSubquery(): string {
    const { sources, from } = this.#joined(1)
    const [outer] = sources
    const inner = this.#source('s')
    const pair = outer === undefined ? null : this.#pair(outer, inner)
    if (pair === null) return this.#select(1)
    const [one, two] = pair
    const conditions = this.#conditions.of([inner], 1).join(' and ')
    const filter = conditions === '' ? '' : ` and ${conditions}`
    const table = aliased(inner)
    const condition = this.#one([
      `exists (select from ${table} where ${two} = ${one}${filter})`,
      `not exists (select from ${table} where ${two} = ${one}${filter})`,
      `${one} in (select ${two} from ${table} where true${filter})`,
      `${one} = (select max(${two}) from ${table} where true${filter})`,
    ])
    const others = this.#conditions.of(sources, 1).map((text) => ` and ${text}`)
    return `select * from ${from} where ${condition}${others.join('')}`
  }

  #union(): string {
    const source = this.#source('t0')
    const output = this.#columns([source], 2).join(', ')
    const part = () => `select ${output} from ${aliased(source)}${this.#where([source])}`
    return `${part()} union ${this.#chance(0.5) ? 'all ' : ''}${part()}`
  }

  #write(): string {
    const tables = this.#relations.filter(({ kind }) => kind === 'table' || kind === 'partitioned')
    if (tables.length === 0) return this.#select(1)
    const source = { alias: 't0', relation: this.#one(tables) }
    const where = this.#where([source])
    if (this.#chance(0.5)) return `delete from ${aliased(source)}${where}`
    const settable = source.relation.columns.filter(({ generated, identity }) => generated === '' && identity === '')
    const column = quoteIdentifier(this.#one(settable.length === 0 ? source.relation.columns : settable).name)
    return `update ${aliased(source)} set ${column} = ${column}${where}`
  }

  #joined(tables: number): { sources: readonly Source[]; from: string } {
    const first = this.#source('t0')
    const sources = [first]
    let from = aliased(first)
    while (sources.length < tables) {
      const next = this.#partner(this.#one(sources), `t${sources.length}`)
      if (next === null) break
      const kind = this.#one(['join', 'join', 'join', 'left join'])
      from += ` ${kind} ${aliased(next.source)} on ${next.condition}`
      sources.push(next.source)
    }
    return { sources, from }
  }

  /** By a foreign key mostly, else by any two columns of one type. */
  #partner(from: Source, alias: string): { source: Source; condition: string } | null {
    const { schema, name } = from.relation
    const keys = this.#keys.filter((key) => key.schema === schema && key.table === name)
    if (keys.length > 0 && this.#chance(0.7)) {
      const found = this.#referenced(from, this.#one(keys), alias)
      if (found !== null) return found
    }
    const source = this.#source(alias)
    const pair = this.#pair(from, source)
    return pair === null ? null : { source, condition: pair.join(' = ') }
  }

  #referenced(from: Source, key: Snapshot['constraints'][number], alias: string) {
    const parts = /^FOREIGN KEY \((.+?)\) REFERENCES (.+?)\((.+?)\)/.exec(key.definition)
    const spelled = ({ schema, name }: Relation) =>
      [schema, quoteIdentifier(schema)].flatMap((one) => [name, quoteIdentifier(name)].map((two) => `${one}.${two}`))
    const relation = this.#relations.find((one) => spelled(one).includes(parts?.[2] ?? ''))
    if (parts === null || relation === undefined) return null
    const [own, other] = [parts[1]?.split(', ') ?? [], parts[3]?.split(', ') ?? []]
    const condition = own.map((column, i) => `${from.alias}.${column} = ${alias}.${other[i]}`).join(' and ')
    return { source: { alias, relation }, condition }
  }

  #pair(one: Source, two: Source): [string, string] | null {
    const pairs = one.relation.columns.flatMap((a) =>
      two.relation.columns.filter((b) => b.type === a.type).map((b): [Column, Column] => [a, b]),
    )
    if (pairs.length === 0) return null
    const [a, b] = this.#one(pairs)
    return [`${one.alias}.${quoteIdentifier(a.name)}`, `${two.alias}.${quoteIdentifier(b.name)}`]
  }

  #where(sources: readonly Source[]): string {
    const conditions = this.#conditions.of(sources, this.#one([0, 1, 1, 2, 2, 3]))
    if (conditions.length === 0) return ''
    return ` where ${conditions.join(this.#chance(0.15) ? ' or ' : ' and ')}`
  }

  #ordered(sources: readonly Source[]): string {
    if (this.#chance(0.5)) return ''
    const direction = this.#one(['', ' desc'])
    const limit = this.#one(['', ' limit 1', ' limit 10', ' limit 1000 offset 50'])
    return ` order by ${this.#columns(sources, this.#one([1, 1, 2])).join(`${direction}, `)}${direction}${limit}`
  }

  #columns(sources: readonly Source[], count: number): string[] {
    const found = Array.from({ length: count }, () => {
      const { alias, relation } = this.#one(sources)
      return `${alias}.${quoteIdentifier(this.#one(relation.columns).name)}`
    })
    return [...new Set(found)]
  }

  #source(alias: string): Source {
    return { alias, relation: this.#one(this.#relations) }
  }

  #chance(share: number): boolean {
    return this.#random() < share
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item
  }
}

function aliased({ alias, relation }: Source): string {
  return `${quoteQualified(relation.schema, relation.name)} ${alias}`
}
