import { expect, test } from 'vitest'
import { describeMajors } from '../../../test/majors.ts'
import type { DatabaseObject, Step } from '../../model/index.ts'
import { knownMajors } from '../../postgres/index.ts'
import { dropObjectSql, quoteIdentifier } from '../../sql/index.ts'
import { type ApplyEvent, applyPlan, requireApplicable, rollbackRun } from '../index.ts'
import { connector } from '../testing/plan.ts'
import { planOfSteps, stepOf } from '../testing/steps.ts'
import { wholeCatalog } from '../testing/whole-catalog.ts'

const own = 'Größe "1"'
const schema = quoteIdentifier(own)

const made = `
  create role "View owner"; create role reader_of_views; create role "Other" login;
  create schema ${schema}; grant usage, create on schema ${schema} to "View owner";
  alter default privileges grant select on tables to public;
  create table ${schema}."Or ders" (id int constraint "Or ders_pkey" primary key, "A b" int not null, code varchar(10),
    kind varchar(10), during int4range, constraint "Known ""code" check (code in ('a', 'b')) no inherit,
    constraint not_yet check ("A b" > 0) not valid, constraint whole check ("Or ders" is not null),
    constraint "Uni" unique ("A b") include (code) with (fillfactor = 70) deferrable initially deferred,
    constraint identity unique ("A b", id), constraint apart exclude using gist (during with &&));
  insert into ${schema}."Or ders" select i, i, 'a', 'b', int4range(i, i + 1) from generate_series(1, 300) as i;
  alter table ${schema}."Or ders" replica identity using index identity;
  comment on constraint "Uni" on ${schema}."Or ders" is 'It''s a constraint';
  comment on index ${schema}."Uni" is 'and an index';
  comment on constraint "Known ""code" on ${schema}."Or ders" is 'known';
  alter table ${schema}."Or ders" cluster on "Or ders_pkey";
  create table ${schema}.refs (id int primary key, "order" int
    constraint "of Order" references ${schema}."Or ders" match full on delete set null deferrable);
  comment on constraint "of Order" on ${schema}.refs is 'an order''s';
  create function ${schema}."Touch"() returns trigger language plpgsql as 'begin return new; end';
  create trigger "Dis abled" before update of code on ${schema}."Or ders" for each row
    when (new.code in ('a', 'b')) execute function ${schema}."Touch"('x', 'It''s');
  alter table ${schema}."Or ders" disable trigger "Dis abled";
  comment on trigger "Dis abled" on ${schema}."Or ders" is 'off';
  create constraint trigger later after insert on ${schema}."Or ders" deferrable initially deferred
    for each row execute function ${schema}."Touch"();
  alter table ${schema}."Or ders" enable always trigger later;
  create trigger seen after delete on ${schema}."Or ders" referencing old table as "Gone"
    for each statement execute function ${schema}."Touch"();
  alter table ${schema}."Or ders" enable replica trigger seen;
  create view ${schema}."View" with (security_barrier, check_option = local) as
    select id as "I d", "A b", code from ${schema}."Or ders" where code in ('a', 'b');
  alter view ${schema}."View" alter "A b" set default 7;
  create trigger instead instead of insert on ${schema}."View" for each row execute function ${schema}."Touch"();
  comment on trigger instead on ${schema}."View" is 'of it';
  comment on view ${schema}."View" is 'seen'; comment on column ${schema}."View"."I d" is 'Its';
  revoke all on ${schema}."View" from public; grant select on ${schema}."View" to "Other" with grant option;
  grant insert, delete on ${schema}."View" to public; grant update ("I d", code) on ${schema}."View" to reader_of_views;
  alter view ${schema}."View" owner to "View owner";
  create view ${schema}.plain as select count(*) from ${schema}."Or ders";
  create statistics ${schema}."Both of" (dependencies, mcv) on "A b", code, (id + 1) from ${schema}."Or ders";
  alter statistics ${schema}."Both of" set statistics 77; comment on statistics ${schema}."Both of" is 'two';
  alter statistics ${schema}."Both of" owner to "View owner"`

const drop = (type: DatabaseObject['type'], ...names: string[]): Step => {
  const object = { type, names: [own, ...names] }
  return stepOf(dropObjectSql(object), { kind: 'object-absent', ...object })
}

const steps: readonly Step[] = [
  drop('table constraint', 'refs', 'of Order'),
  drop('view', 'View'),
  drop('view', 'plain'),
  drop('statistics object', 'Both of'),
  ...['Dis abled', 'later', 'seen'].map((name) => drop('trigger', 'Or ders', name)),
  ...['Known "code', 'not_yet', 'whole', 'Uni', 'identity', 'Or ders_pkey'].map((name) =>
    drop('table constraint', 'Or ders', name),
  ),
]

describeMajors(
  'what is dropped',
  async (client, major) => {
    await client.query(made)
    if (major < 15) return
    await client.query(`alter view ${schema}."View" set (security_invoker = true);
      alter table ${schema}."Or ders" add constraint nulls unique nulls not distinct (kind, id)`)
  },
  (source, major) => {
    const all = major < 15 ? steps : [...steps, drop('table constraint', 'Or ders', 'nulls')]

    test('comes back as the catalog had it, with all that hangs on it', async () => {
      const { client, url } = source()
      const before = await wholeCatalog({ client })
      expect(await requireApplicable(connector(url()), planOfSteps(all))).toEqual([])
      const run = await applyPlan(connector(url()), planOfSteps(all))
      const left = (await wholeCatalog({ client })).split('\n')
      const lost = before.split('\n').filter((line) => !left.includes(line))
      for (const name of ['view', 'statistics', 'trigger', 'constraint', 'index', 'comment'])
        expect(lost.filter((line) => line.startsWith(name)).length).toBeGreaterThan(0)
      await rollbackRun(connector(url()), run.id)
      expect(await wholeCatalog({ client })).toBe(before)
    })

    // What differs between majors is what the catalog has, which the test before looks at.
    if (major !== knownMajors.at(-1)) return
    test('comes back where the rollback is broken off at any step', async () => {
      const { client, url } = source()
      const before = await wholeCatalog({ client })
      const run = await applyPlan(connector(url()), planOfSteps(all))
      for (const { position } of run.steps) {
        const stop = new AbortController()
        const onProgress = (event: ApplyEvent) => {
          if (event.kind === 'step-finished') stop.abort()
        }
        const back = rollbackRun(connector(url()), run.id, { onProgress, signal: stop.signal })
        if (position < all.length) await expect(back).rejects.toMatchObject({ code: 'cancelled' })
        else await back
      }
      expect(await wholeCatalog({ client })).toBe(before)
    })
  },
)
