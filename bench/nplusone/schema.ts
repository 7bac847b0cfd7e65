/** Keys that are hardly met by chance, as sequences of a table that is in use give them. */
export const schema = `
  create table author (id int primary key, name text not null, manager_id int references author);
  create table post (id int primary key, author_id int not null references author, title text not null);
  create table comment (id int primary key, post_id int references post, body text);
  create table edition (author_id int, number int, note text, primary key (author_id, number));
  create table job (id int primary key, payload text, done boolean not null default false);
  create table visit (post_id int primary key, times int not null);
  insert into author select i, 'a' || i, case when i > 100001 then i - 1 end from generate_series(100001, 100040) i;
  insert into post select 200000 + i, 100001 + (i - 1) / 10, 't' || i from generate_series(1, 400) i;
  insert into comment select 300000 + i, 200001 + i % 400, 'c' || i from generate_series(1, 800) i;
  insert into edition select 100001 + i / 4, 50001 + i % 4, 'e' || i from generate_series(0, 79) i;
  insert into job select 400000 + i, 'j' || i from generate_series(1, 12) i;
  insert into visit select id, 0 from post;
  analyze`
