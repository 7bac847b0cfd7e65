-- Tracking: stretches of lessons that were recorded, one point every five seconds.

create table "Trip" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "lessonId" uuid not null references "Lesson" on update cascade on delete cascade,
  "vehicleId" uuid references "Vehicle" on update cascade on delete set null,
  "startedAt" timestamptz(3) not null,
  -- Null while it is being recorded. The app ends a recording by itself after four hours.
  "endedAt" timestamptz(3) check ("endedAt" > "startedAt" and "endedAt" <= "startedAt" + interval '4 hours'),
  "distanceMeters" integer check ("distanceMeters" >= 0),
  "createdAt" timestamptz(3) not null default now()
);

create table "TripPoint" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "tripId" uuid not null references "Trip" on update cascade on delete cascade,
  "ts" timestamptz(3) not null,
  "lat" numeric(9, 6) not null check ("lat" between -90 and 90),
  "lng" numeric(9, 6) not null check ("lng" between -180 and 180),
  "speed_kph" numeric(6, 2) check ("speed_kph" >= 0),
  "createdAt" timestamptz(3) not null default now()
);
