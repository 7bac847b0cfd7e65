import type { Group, Statement } from '../statement.ts'

/** A change of the type of a column `x`. */
function change(from: string, to: string, more: Omit<Statement, 'sql'> = {}): Statement {
  const { where, given = '', ...rest } = more
  return {
    sql: `alter table t alter x type ${to}`,
    where: `from \`${from}\`${where === undefined ? '' : `, ${where}`}`,
    given: `alter table t add x ${from}; ${given}`,
    ...rest,
  }
}

const indexed = { where: 'with an index on it', given: 'create index on t (x)' }
const utc = { where: 'in the time zone UTC', first: "set local timezone = 'UTC'" }
const paris = { where: 'in the time zone Europe/Paris', first: "set local timezone = 'Europe/Paris'" }

export const types: Group = {
  title: 'Types of columns',
  given: `create table parent (id int primary key);
    create table t (id int primary key, b text);
    insert into parent select generate_series(1, 10);
    insert into t select i, i from generate_series(1, 10) as i;
    create type mood as enum ('sad', 'happy');
    create domain note as text;
    create domain short as text check (length(value) < 10);`,
  statements: [
    change('int', 'bigint'),
    change('bigint', 'int'),
    change('int references parent', 'bigint', { where: 'with a foreign key' }),
    change('int', 'text'),
    change('varchar(10)', 'varchar(20)'),
    change('varchar(10)', 'varchar(20)', indexed),
    change('varchar(10)', 'varchar(5)'),
    change('varchar(10)', 'text'),
    change('varchar(10)', 'text', indexed),
    change('text', 'varchar'),
    change('text', 'varchar(20)'),
    change('char(10)', 'text'),
    change('text', 'text collate "C"'),
    change('text', 'text collate "POSIX"', indexed),
    change('text', 'mood using x::mood'),
    change('text', 'note', { where: 'where `note` is a domain of `text` without a check' }),
    change('text', 'short', { where: 'where `short` is a domain of `text` with a check' }),
    change('numeric(10, 2)', 'numeric(12, 2)'),
    change('numeric(10, 2)', 'numeric(12, 2)', indexed),
    change('numeric(10, 2)', 'numeric'),
    change('numeric(10, 2)', 'numeric(12, 3)'),
    change('numeric', 'numeric(12, 2)'),
    change('real', 'float8'),
    change('timestamptz', 'timestamp', utc),
    change('timestamptz', 'timestamp', paris),
    change('timestamp', 'timestamptz', utc),
    change('timestamp', 'timestamptz', paris),
    change('timestamp(3)', 'timestamp'),
    change('timestamp', 'timestamp(3)'),
    change('date', 'timestamp'),
    change('varbit(10)', 'varbit(20)'),
    change('cidr', 'inet'),
    change('json', 'jsonb'),
    change('int', 'int using x + 1'),
    { sql: "alter type mood add value 'calm'", given: 'alter table t add x mood' },
    { sql: "alter type mood rename value 'sad' to 'blue'", given: 'alter table t add x mood' },
    {
      sql: 'alter type pair add attribute c int',
      where: 'where `t` has a column of it',
      given: 'create type pair as (a int, b int); alter table t add x pair',
    },
    {
      sql: 'alter domain note add check (length(value) < 100)',
      where: 'where `t` has a column of it',
      given: 'alter table t add x note',
    },
    {
      sql: 'alter domain note add check (length(value) < 100) not valid',
      where: 'where `t` has a column of it',
      given: 'alter table t add x note',
    },
    {
      sql: 'alter domain note validate constraint c',
      where: 'where `t` has a column of it',
      given: 'alter table t add x note; alter domain note add constraint c check (length(value) < 100) not valid',
    },
    {
      sql: 'alter domain note set not null',
      where: 'where `t` has a column of it',
      given: "alter table t add x note not null default ''",
    },
    { sql: 'alter domain note set default 1', given: 'alter table t add x note' },
  ],
}
