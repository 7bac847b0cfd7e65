/**
 * Functions of the schema `build`, which is there while a system is built. Nothing is random: each choice is a hash of a
 * row's id and a salt, so two builds agree to the last byte.
 *
 * @param anchor the moment at which the product's story stands still, as a timestamptz
 */
export function choiceFunctions(anchor: string): string {
  return `
create schema build;

create table build.dimensions (name text primary key, value bigint not null);

-- Declared immutable so that the planner folds it into each statement: a dimension never changes during a build.
create function build.size(name text)
  returns bigint language sql immutable strict
  return (select value from build.dimensions d where d.name = size.name);

create function build.anchor()
  returns timestamptz language sql immutable
  return timestamptz '${anchor}';

-- From 0 to count - 1.
create function build.choice(id bigint, salt bigint, count bigint)
  returns integer language sql immutable
  return ((hashint8extended(id, salt) & 9223372036854775807) % count)::integer;

-- At or above 0 and below 1: 52 bits are what a double holds exactly.
create function build.share(id bigint, salt bigint)
  returns double precision language sql immutable
  return (hashint8extended(id, salt) & 4503599627370495) / 4503599627370496.0::double precision;

create function build.pick(options text[], id bigint, salt bigint)
  returns text language sql immutable
  return options[1 + build.choice(id, salt, cardinality(options))];

-- As pick, with a share for each option but the last: the bounds are cumulative percentages.
create function build.weighted(options text[], bounds integer[], id bigint, salt bigint)
  returns text language sql immutable
  return options[1 + width_bucket(build.choice(id, salt, 100), bounds)];

-- A rank from 0 to count - 1, low ranks far more often, by Zipf's law with an exponent below 1: of the integral of
-- rank^-exponent up to count, the share that is drawn.
create function build.zipf(id bigint, salt bigint, count bigint, exponent double precision)
  returns integer language sql immutable
  return least(count - 1, floor(count * power(build.share(id, salt), 1 / (1 - exponent))))::integer;

-- Within the given days before the anchor.
create function build.moment(id bigint, salt bigint, days double precision)
  returns timestamptz language sql immutable
  return build.anchor() - interval '1 day' * (days * build.share(id, salt));

create function build.day(moment timestamptz)
  returns date language sql immutable
  return (moment at time zone 'UTC')::date;

-- Multiplying by a number without a common factor is a permutation of 1 to count: rows that belong together are spread
-- over the whole table, as they are where they came in over the years, and can still be computed.
create function build.scatter(slot bigint, count bigint)
  returns integer language sql immutable
  return (slot * 7919 % count)::integer + 1;

-- The uuid of the row with a number: the same for the same kind and number, and in no order. The cast keeps it immutable:
-- a number appended to a text is stable, so the planner would call the function for each row and not inline it.
create function build.uuid(kind text, id bigint)
  returns uuid language sql immutable
  return md5(kind || ' ' || id::text)::uuid;
`
}
