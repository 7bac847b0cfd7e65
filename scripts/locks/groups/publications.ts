import type { Group } from '../statement.ts'

const publication = 'create publication measured for table t;'

export const publications: Group = {
  title: 'Publications',
  given: `create table t (id int primary key, a int);
    create table u (id int primary key);`,
  statements: [
    { sql: 'create publication n for table t' },
    { sql: 'create publication n for table t where (a > 0)', since: 15 },
    { sql: 'create publication n for tables in schema public', since: 15 },
    { sql: 'create publication n for all tables' },
    { sql: 'alter publication measured add table u', given: publication },
    { sql: 'alter publication measured set table u', given: publication },
    { sql: 'alter publication measured drop table t', given: publication },
    { sql: "alter publication measured set (publish = 'insert')", given: publication },
    { sql: 'drop publication measured', given: publication },
  ],
}
