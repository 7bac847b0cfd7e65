import type { ObjectName, Step } from '../model/index.ts'
import { quoteLiteral, quoteQualified } from '../sql/index.ts'
import { lockTimeout, type Piece } from './migration.ts'
import { dollarQuoted } from './quote-text.ts'

type Present = Extract<Step['ensure'], { kind: 'index-present' }>

/**
 * What brings a step's state about and can be run again after it failed. None creates `if not exists`: that would take
 * whatever has the name for the index, an invalid one included.
 *
 * @param completes whether a partitioned index has all its parts with this step
 */
export function pieceOf({ sql, ensure, transactional }: Step, completes = false): Piece {
  const statement = withoutEnd(sql)
  switch (ensure.kind) {
    case 'index-present':
      return { transactional: false, leftover: dropInvalid(ensure), statements: [statement] }
    case 'index-absent': {
      const name = quoteQualified(ensure.schema, ensure.index)
      return { transactional: false, leftover: null, statements: [`drop index concurrently if exists ${name}`] }
    }
    case 'index-attached': {
      const statements = completes ? [statement, requireValid(ensure.parent)] : [statement]
      return { transactional, leftover: null, statements }
    }
    default:
      return { transactional, leftover: null, statements: [statement] }
  }
}

/** A comment at the end must not swallow what comes after. */
function withoutEnd(sql: string): string {
  const statement = sql.replace(/[\s;]+$/, '')
  const last = statement.slice(statement.lastIndexOf('\n') + 1)
  return last.includes('--') ? `${statement}\n` : statement
}

/**
 * Whoever builds an index holds the lock that is waited for, so that what is invalid under it was left by a build that
 * failed. Not concurrently, which a block can't; nobody uses an invalid index, so that its lock is held for a moment.
 */
function dropInvalid({ schema, table, index }: Present): string {
  const [relation, name] = [quoteQualified(schema, table), quoteQualified(schema, index)]
  const invalid = `exists (select from pg_catalog.pg_index i
      where i.indexrelid = pg_catalog.to_regclass(${quoteLiteral(name)})
        and i.indrelid = pg_catalog.to_regclass(${quoteLiteral(relation)}) and not i.indisvalid)`
  return `do ${dollarQuoted(`
begin
  if ${invalid} then
    set local lock_timeout = '${lockTimeout}';
    if exists (select from pg_catalog.pg_class c
      where c.oid = pg_catalog.to_regclass(${quoteLiteral(relation)}) and c.relkind = 'r') then
      lock table only ${relation} in share update exclusive mode;
    end if;
    if ${invalid} then
      drop index ${name};
    end if;
  end if;
end
`)}`
}

/** A partition that has come since the plan was made would leave the whole index invalid, and nothing else tells. */
function requireValid({ schema, name }: ObjectName): string {
  const index = quoteQualified(schema, name)
  const message = `The index ${index} is not valid: a partition has no part of it. Make the plan again.`
  return `do ${dollarQuoted(`
begin
  if not exists (select from pg_catalog.pg_index i
    where i.indexrelid = pg_catalog.to_regclass(${quoteLiteral(index)}) and i.indisvalid) then
    raise exception using message = ${quoteLiteral(message)};
  end if;
end
`)}`
}
