insert into "Instructor" (
  "id", "orgId", "userId", "displayName", "email", "phone", "licenceNumber", "licenceExpiresOn", "transmission",
  "hourlyRateCents", "active", "bio", "avatarUrl", "stripeAccountId", "createdAt", "updatedAt"
)
select
  uuid('Instructor', i.number),
  uuid('Organization', i.org),
  uuid('User', i.number),
  person(i.number),
  'user' || i.number || '@example.com',
  phone(i.number),
  'ADI' || (100000 + i.number * 7919 % 900000),
  day(anchor()) + 30 + choice(i.number, 301, 1400),
  weighted('{manual,automatic,both}', '{55,85}', i.number, 302),
  2400 + 100 * choice(i.number, 303, 14),
  i.active,
  'Teaching for ' || (2 + choice(i.number, 304, 25)) || ' years. Patient with nervous learners, used to busy junctions '
    || 'and to the test routes of the area. Fully qualified and insured, with dual controls in a recent car.',
  'https://cdn.example.com/avatars/' || uuid('avatar', i.number) || '.jpg',
  token('acct', 100000 + i.number),
  timestamptz '2023-07-01 09:00+00' + interval '1 day' * choice(i.number, 305, 150),
  timestamptz '2024-11-01 09:00+00'
from instructors i
order by i.number;

-- A car for each instructor, and one more for every fourth.
insert into "Vehicle" (
  "id", "orgId", "registration", "make", "model", "year", "transmission", "insuredUntil", "createdAt", "updatedAt"
)
select
  uuid('Vehicle', n),
  uuid('Organization', i.org),
  chr(65 + choice(n, 311, 26)) || chr(65 + choice(n, 312, 26)) || (10 + choice(n, 313, 65)) || ' '
    || lpad((n % 10000)::text, 4, '0'),
  make,
  case make when 'Ford' then 'Fiesta' when 'Vauxhall' then 'Corsa' when 'Toyota' then 'Yaris' else 'Clio' end,
  2016 + choice(n, 314, 9),
  case choice(n, 315, 3) when 0 then 'automatic' else 'manual' end,
  day(anchor()) + choice(n, 316, 365),
  timestamptz '2023-08-01 09:00+00' + interval '1 day' * choice(n, 317, 150),
  timestamptz '2024-11-01 09:00+00'
from instructors i
cross join lateral (
  select i.number as n
  union all
  select size('instructors') + i.slot / 4 + 1 where i.slot % 4 = 0
) as cars
cross join lateral (select pick('{Ford,Vauxhall,Toyota,Renault}', n, 318) as make) as named
order by n;

insert into "Student" (
  "id", "orgId", "userId", "fullName", "email", "phone", "dateOfBirth", "provisionalLicence", "address",
  "theoryPassedOn", "testBookedOn", "notes", "createdAt", "updatedAt"
)
select
  uuid('Student', n),
  uuid('Organization', i.org),
  uuid('User', size('instructors') + n),
  person(size('instructors') + n),
  'user' || (size('instructors') + n) || '@example.com',
  phone(size('instructors') + n),
  day(anchor()) - 6300 - floor(9000 * power(share(n, 321), 3))::integer,
  'DL' || upper(left(md5('licence ' || n), 14)),
  street(n) || ', ' || c.name,
  case when share(n, 322) < 0.7 then day(anchor()) - choice(n, 323, 400) end,
  case when share(n, 324) < 0.3 then day(anchor()) + choice(n, 325, 90) end,
  case when share(n, 326) < 0.3 then 'Prefers lessons after school. Nervous at roundabouts, confident on hills.' end,
  anchor() - interval '430 days' + interval '410 days' * round / size('studentsPerInstructor')
    + interval '1 hour' * choice(n, 327, 200),
  anchor() - interval '1 hour' * choice(n, 328, 400)
from instructors i
join cities c on c.city = i.org % 10
cross join generate_series(0, size('studentsPerInstructor') - 1) as round
cross join lateral (select i.number + round * size('instructors') as n) as numbered
order by n;

-- Learners under eighteen have one or two.
insert into "Guardian" ("id", "orgId", "studentId", "fullName", "relationship", "email", "phone", "createdAt")
select
  uuid('Guardian', 2 * n + seat),
  uuid('Organization', i.org),
  uuid('Student', n),
  person(3000000 + 2 * n + seat),
  pick('{mother,father,guardian}', 2 * n + seat, 331),
  'guardian' || (2 * n + seat) || '@example.com',
  phone(3000000 + 2 * n + seat),
  anchor() - interval '1 day' * choice(n, 332, 400)
from instructors i
cross join generate_series(0, size('studentsPerInstructor') - 1) as round
cross join lateral (select i.number + round * size('instructors') as n) as numbered
cross join generate_series(0, 1) as seat
where share(n, 333) < 0.35 and (seat = 0 or share(n, 334) < 0.6);

insert into "Service" ("id", "orgId", "name", "description", "durationMinutes", "priceCents", "createdAt")
select
  uuid('Service', (s.org - 1) * 6 + kind),
  uuid('Organization', s.org),
  name,
  'Door to door, in a car with dual controls. Cancel free of charge up to 48 hours before.',
  minutes,
  minutes * (55 + choice(s.org, 341, 15)) + 100 * kind,
  timestamptz '2023-09-01 09:00+00'
from schools s
cross join (
  values (1, 'Standard lesson', 60), (2, 'Long lesson', 90), (3, 'Test preparation', 90), (4, 'Motorway lesson', 90),
    (5, 'Night driving', 60), (6, 'Refresher', 60)
) as kinds (kind, name, minutes);

insert into "Package" ("id", "orgId", "name", "lessons", "priceCents", "createdAt")
select uuid('Package', (s.org - 1) * 4 + kind), uuid('Organization', s.org), lessons || ' lessons', lessons,
  lessons * 3300, timestamptz '2023-09-01 09:00+00'
from schools s
cross join (values (1, 5), (2, 10), (3, 20), (4, 40)) as kinds (kind, lessons);

insert into "PackagePurchase" ("id", "orgId", "packageId", "studentId", "lessonsLeft", "priceCents", "purchasedAt")
select
  uuid('PackagePurchase', n),
  uuid('Organization', i.org),
  uuid('Package', (i.org - 1) * 4 + kind),
  uuid('Student', n),
  choice(n, 352, 6),
  3300 * (array[5, 10, 20, 40])[kind],
  anchor() - interval '430 days' + interval '420 days' * round / size('studentsPerInstructor')
from instructors i
cross join generate_series(0, size('studentsPerInstructor') - 1) as round
cross join lateral (select i.number + round * size('instructors') as n) as numbered
cross join lateral (select 1 + zipf(n, 353, 4, 0.5) as kind) as bought
where share(n, 354) < 0.5;
