import type { CheckCase } from '../../../testing/check-case.ts'

export const cases: readonly CheckCase[] = [
  {
    title: 'finds functions that cast an empty text, and leaves those that guard it',
    planted: `
      create function tenant() returns int stable language sql as $$ select current_setting('app.org', true)::int $$;
      create function who() returns uuid stable language plpgsql
        as $$ begin return current_setting('app.user_id', true)::uuid; end $$;
      create function atomic(x int) returns bool stable
        begin atomic select x = current_setting('app.org')::int; end;
      create function returned() returns int stable return current_setting('app.org')::int;
      create function near_guarded() returns int stable language sql
        as $$ select nullif(current_setting('app.org', true), '')::int $$;
      create function near_text() returns text stable language sql as $$ select current_setting('app.org', true) $$;
      create function near_caught() returns uuid stable language plpgsql
        as $$ begin return current_setting('app.u', true)::uuid; exception when others then return null; end $$;
      create function near_server() returns int stable language sql
        as $$ select current_setting('server_version_num')::int $$;`,
    finds: ['public.tenant()', 'public.who()', 'public.atomic(x integer)', 'public.returned()'],
    leaves: ['public.near_guarded()', 'public.near_text()', 'public.near_caught()', 'public.near_server()'],
  },
]
