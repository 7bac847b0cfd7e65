import type { CheckCase } from '../../../testing/check-case.ts'

const together = 'select id from zip where code = $1 and town = $2'
const turned = 'select id from zip where code = $1 and $2 = town and id > $3 order by id'
const constant = 'select id from visit where closed and refunded'
const near = [
  'select id from visit where city = $1 and region = $2',
  'select id from visit where kind = $1',
  'select id from zip where code = $1 and town = $2 limit 1000',
  'select count(*) from zip where code = $1 and town = $2',
  'select code, count(*) from zip where code = $1 and town = $2 group by code, id',
  'select id, generate_series(1, 500) from zip where code = $1 and town = $2',
  'select id from zip where code = $1 or town = $2',
  'select id from zip where code = $1 and town = $2 for update',
  'select id from zip where code = $1',
  'select zip.id from zip join visit using (id) where code = $1 and town = $2',
]

/** As large as what ANALYZE samples, so that it sees each row: 500 of each code, and each code in one town. */
const rows = 20_000
const zip = (table: string) => `insert into ${table} select i, i % 40, i % 40 from generate_series(1, ${rows}) i`

export const cases: readonly CheckCase[] = [
  {
    title: 'finds columns of which one tells the other, and leaves a value that many rows have',
    // A city lies in one region, five to a region; most visits are of one kind.
    planted: `
      create table zip (id int primary key, code int, town int);
      ${zip('zip')};
      create table visit (id int primary key, city int, region int, kind int, closed bool, refunded bool);
      insert into visit select i, i % 40, i % 40 / 5, case when i % 10 = 0 then i % 1000 else -1 end, i % 40 = 0, i % 40 = 0
        from generate_series(1, ${rows}) i;
      analyze zip; analyze visit;`,
    statements: [together, turned, constant, ...near],
    rowsPerCall: 500,
    finds: [together, turned, constant],
    leaves: near,
  },
  {
    title: 'estimates each partition by itself, and leaves what some partition was not analyzed for',
    planted: `
      create table zip (id int, code int, town int) partition by range (id);
      create table zip_1 partition of zip for values from (0) to (10000);
      create table zip_2 partition of zip for values from (10000) to (30000);
      create table unknown (id int, code int, town int) partition by range (id);
      create table unknown_1 partition of unknown for values from (0) to (10000);
      create table unknown_2 partition of unknown for values from (10000) to (30000);
      ${zip('zip')};
      ${zip('unknown')};
      analyze zip; analyze unknown_1;`,
    statements: [together, 'select id from unknown where code = $1 and town = $2'],
    rowsPerCall: 500,
    finds: [together],
    leaves: ['select id from unknown where code = $1 and town = $2'],
  },
  {
    title: 'takes off what was deleted, emptied or updated since, but for updates that can not touch what is compared',
    // On all majors, counters arrive with a statement that ends a second after the one before.
    planted: `
      create table zip (id int primary key, code int, town int, note int) with (fillfactor = 40);
      create index on zip (code, town);
      create table purged (id int primary key, code int, town int);
      create table emptied (id int, code int, town int);
      create table updated (id int primary key, code int, town int) with (fillfactor = 40);
      insert into zip select i, i % 40, i % 40 from generate_series(1, ${rows}) i;
      ${zip('purged')};
      ${zip('updated')};
      ${zip('emptied')};
      truncate emptied;
      ${zip('emptied')};
      update zip set note = 1 where id <= 1000;
      update updated set town = town where id <= 1000;
      delete from purged where id <= 1000;
      analyze zip; analyze purged; analyze updated; analyze emptied;
      select pg_sleep(1.1)`,
    statements: [
      together,
      'select id from purged where code = $1 and town = $2',
      'select id from updated where code = $1 and town = $2',
      'select id from emptied where code = $1 and town = $2',
    ],
    rowsPerCall: 500,
    finds: [together],
    leaves: [
      'select id from purged where code = $1 and town = $2',
      'select id from updated where code = $1 and town = $2',
      'select id from emptied where code = $1 and town = $2',
    ],
  },
  {
    title: 'leaves what extended statistics tell, and what row security restricts',
    planted: `
      create table zip (id int primary key, code int, town int);
      create statistics together on code, town from zip;
      create table guarded (id int primary key, closed bool, refunded bool);
      ${zip('zip')};
      insert into guarded select i, i % 40 = 0, i % 40 = 0 from generate_series(1, ${rows}) i;
      alter table guarded enable row level security;
      analyze zip; analyze guarded`,
    statements: [together, 'select id from guarded where closed and refunded'],
    rowsPerCall: 500,
    finds: [],
    leaves: [together, 'select id from guarded where closed and refunded'],
  },
  {
    title: 'leaves few rows, however few are expected',
    planted: `
      create table zip (id int primary key, code int, town int);
      ${zip('zip')};
      analyze zip`,
    statements: [together],
    rowsPerCall: 90,
    finds: [],
    leaves: [together],
  },
]
