-- Schedule: when instructors work, what is booked, and how the lesson went.

create table "InstructorAvailability" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "instructorId" uuid not null references "Instructor" on update cascade on delete cascade,
  -- As JavaScript counts: 0 is Sunday.
  "dayOfWeek" integer not null check ("dayOfWeek" between 0 and 6),
  "startTime" time(0) not null,
  "endTime" time(0) not null check ("endTime" > "startTime"),
  "effectiveFrom" date not null,
  "effectiveTo" date check ("effectiveTo" >= "effectiveFrom"),
  "createdAt" timestamptz(3) not null default now()
);

create table "AvailabilityException" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "instructorId" uuid not null references "Instructor" on update cascade on delete cascade,
  "date" date not null,
  "available" boolean not null default false,
  "startTime" time(0),
  "endTime" time(0) check ("endTime" > "startTime"),
  "reason" text,
  "createdAt" timestamptz(3) not null default now()
);

-- A status is text with a check and not an enum, whose `=` is not leakproof: under a policy no index could serve it.
create table "Booking" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "instructorId" uuid not null references "Instructor" on update cascade on delete restrict,
  "studentId" uuid not null references "Student" on update cascade on delete cascade,
  "serviceId" uuid not null references "Service" on update cascade on delete restrict,
  "vehicleId" uuid references "Vehicle" on update cascade on delete set null,
  "status" text not null default 'pending'
    check ("status" in ('pending', 'confirmed', 'in_progress', 'completed', 'cancelled', 'no_show')),
  "startAt" timestamptz(3) not null,
  "endAt" timestamptz(3) not null check ("endAt" > "startAt"),
  "priceCents" integer not null check ("priceCents" >= 0),
  "pickupAddress" text,
  "dropoffAddress" text,
  "source" text not null default 'office' check ("source" in ('office', 'web', 'app')),
  "notes" text,
  "cancelledAt" timestamptz(3),
  "cancellationReason" text,
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now()
);

create table "Lesson" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "bookingId" uuid not null unique references "Booking" on update cascade on delete cascade,
  "startedAt" timestamptz(3) not null,
  "endedAt" timestamptz(3) check ("endedAt" > "startedAt"),
  "rating" integer check ("rating" between 1 and 5),
  "skills" jsonb not null default '{}',
  "instructorNotes" text,
  "studentFeedback" text,
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now()
);
