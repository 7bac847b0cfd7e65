import pg from 'pg'
import { createDatabase } from '../../../../pgwright/test/database.ts'

/** 40 authors with ten posts each and two comments on each, of keys that are not met by chance, and of some that are. */
const blog = `
  create table author (id int primary key, name text, manager_id int references author);
  create table post (id int primary key, author_id int references author, title text);
  create table comment (id int primary key, post_id int references post, body text);
  create table small (id int primary key, note text);
  insert into author select i, 'a' || i, case when i > 100004 then 100001 + (i - 100001) / 4 end from generate_series(100001, 100040) i;
  insert into post select 200000 + i, 100001 + i % 40, 't' || i from generate_series(1, 400) i;
  insert into comment select 300000 + i, 200001 + i % 400, 'c' || i from generate_series(1, 800) i;
  insert into small select i, 's' || i from generate_series(1, 40) i`

export async function blogPool(max = 2): Promise<pg.Pool> {
  const database = await createDatabase({ schema: blog })
  const pool = new pg.Pool({ connectionString: database.url, max })
  pool.on('error', () => {})
  return pool
}
