-- Weekly hours, in two generations: everyone's hours changed with the school year.
insert into "InstructorAvailability" (
  "id", "orgId", "instructorId", "dayOfWeek", "startTime", "endTime", "effectiveFrom", "effectiveTo", "createdAt"
)
select
  uuid('InstructorAvailability', ((i.number * 2 + generation) * 7 + weekday) * 2 + half),
  uuid('Organization', i.org),
  uuid('Instructor', i.number),
  weekday,
  case half when 0 then time '08:00' else time '13:00' end,
  case when half = 0 then time '12:30' when weekday = 6 then time '16:00' else time '20:30' end,
  case generation when 0 then date '2024-01-01' else date '2024-09-02' end,
  case generation when 0 then date '2024-09-01' end,
  case generation when 0 then timestamptz '2023-12-20 10:00+00' else timestamptz '2024-08-20 10:00+00' end
from instructors i
cross join generate_series(0, 1) as generation
cross join generate_series(1, 6) as weekday
cross join generate_series(0, 1) as half
-- Each has a free half day or two.
where choice(((i.number * 2 + generation) * 7 + weekday) * 2 + half, 401, 8) > 0;

insert into "AvailabilityException" (
  "id", "orgId", "instructorId", "date", "available", "startTime", "endTime", "reason", "createdAt"
)
select
  uuid('AvailabilityException', n),
  uuid('Organization', i.org),
  uuid('Instructor', i.number),
  date,
  extra,
  case when extra then time '08:00' when share(n, 412) < 0.3 then time '13:00' end,
  case when extra then time '11:00' when share(n, 412) < 0.3 then time '15:00' end,
  case when not extra then pick('{Holiday,Holiday,Car service,Illness,Training,Family}', n, 413) end,
  date - interval '10 days'
from instructors i
cross join generate_series(1, 30) as k
cross join lateral (select i.slot * 30 + k as n) as numbered
cross join lateral (select day(anchor()) + 28 - choice(n, 414, 440) as date, share(n, 415) < 0.15 as extra) as drawn;

-- The bookings of each instructor take the places that a weighted draw without replacement gives: of u^(1/weight), the
-- largest. Booking k of the instructor in slot s, in the order of their lessons, has the number (k - 1) * instructors + s + 1.
create table build.bookings as
select
  *,
  case
    when running then 'in_progress'
    when start < anchor() then weighted('{completed,cancelled,no_show,confirmed}', '{85,95,99}', n, 421)
    else weighted('{confirmed,pending,cancelled}', '{84,95}', n, 422)
  end as status,
  least(start - interval '1 hour' * (24 + choice(n, 423, 28 * 24)), anchor() - interval '1 minute' * choice(n, 424, 3000))
    as created
from (
  select
    (k - 1) * size('instructors') + slot + 1 as n,
    slot,
    org,
    start,
    running,
    -- A learner has a stretch of their instructor's lessons, some eight learners at a time.
    slot + 1 + size('instructors') * least(
      size('studentsPerInstructor') - 1,
      greatest(0, floor(
        (k - 1.0) / bookings * size('studentsPerInstructor')
          + 8 * (share((k - 1) * size('instructors') + slot + 1, 425) - 0.5)
      ))
    )::bigint as student,
    1 + zipf((k - 1) * size('instructors') + slot + 1, 426, 6, 0.6) as service
  from (
    select *, row_number() over (partition by slot order by start) as k
    from (
      select
        i.slot, i.org, i.bookings, p.start,
        -- Every third instructor gives a lesson just now.
        i.slot % 3 = 0 and p.start = anchor() - interval '30 minutes' as running,
        row_number() over (
          partition by i.slot
          order by i.slot % 3 = 0 and p.start = anchor() - interval '30 minutes' desc,
            ln(1 - share(p.place * 1000003 + i.slot, 427)) / p.weight desc,
            p.place
        ) as rank
      from instructors i
      -- Who has left gives no lessons any more.
      join places p on i.active or p.start < anchor() - interval '60 days'
    ) as ranked
    where rank <= bookings
  ) as numbered
) as placed;

create unique index on build.bookings (n);
analyze build.bookings;

insert into "Booking" (
  "id", "orgId", "instructorId", "studentId", "serviceId", "vehicleId", "status", "startAt", "endAt", "priceCents",
  "pickupAddress", "dropoffAddress", "source", "notes", "cancelledAt", "cancellationReason", "createdAt", "updatedAt"
)
select
  uuid('Booking', b.n),
  uuid('Organization', b.org),
  uuid('Instructor', b.slot + 1),
  uuid('Student', b.student),
  s."id",
  uuid('Vehicle', b.slot + 1),
  b.status,
  b.start,
  b.start + interval '1 minute' * s."durationMinutes",
  s."priceCents",
  street(b.student) || ', ' || c.name,
  case when share(b.n, 431) < 0.3 then street(b.n) || ', ' || c.name end,
  weighted('{app,web,office}', '{55,80}', b.n, 432),
  case when share(b.n, 433) < 0.2 then 'Please ring at the side door. Would like to practise parallel parking and the bypass.' end,
  case when b.status = 'cancelled' then b.created + (least(b.start, anchor()) - b.created) * share(b.n, 434) end,
  case when b.status = 'cancelled' then pick('{Illness,School,Work,Weather,Car,Other}', b.n, 435) end,
  b.created,
  least(b.start + interval '2 hours', anchor())
from bookings b
join "Service" s on s."id" = uuid('Service', (b.org - 1) * 6 + b.service)
join cities c on c.city = b.org % 10
order by b.created, b.n;

insert into "Lesson" (
  "id", "orgId", "bookingId", "startedAt", "endedAt", "rating", "skills", "instructorNotes", "studentFeedback",
  "createdAt", "updatedAt"
)
select
  uuid('Lesson', b.n),
  uuid('Organization', b.org),
  uuid('Booking', b.n),
  b.start + interval '1 second' * choice(b.n, 441, 240),
  case when b.status = 'completed' then b.start + interval '60 minutes' - interval '1 second' * choice(b.n, 442, 240) end,
  -- Two of five learners rate; instructors differ.
  case
    when b.status = 'completed' and share(b.n, 443) < 0.4
      then 5 - floor((2 + choice(b.slot, 444, 3)) * power(share(b.n, 445), 3))::integer
  end,
  jsonb_build_object(
    'steering', 1 + choice(b.n, 446, 5), 'mirrors', 1 + choice(b.n, 447, 5), 'parking', 1 + choice(b.n, 448, 5),
    'roundabouts', 1 + choice(b.n, 449, 5)
  ),
  case
    when b.status = 'completed'
      then pick('{Good progress,Much better,A slow start,Steady}', b.n, 450) || ': '
        || pick('{clutch control,observation at junctions,lane discipline,reverse bay parking,hill starts}', b.n, 451)
        || ' went well. Next time: '
        || pick('{dual carriageway,roundabouts,emergency stop,independent driving,mock test}', b.n, 452) || '.'
  end,
  case when share(b.n, 453) < 0.15 then 'Really helpful lesson, feeling more confident now.' end,
  b.start,
  least(b.start + interval '2 hours', anchor())
from bookings b
where b.status in ('completed', 'in_progress')
order by b.start, b.n;
