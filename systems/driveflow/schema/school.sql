-- School: who teaches, who learns, in which car, and what there is to buy.

create table "Instructor" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "userId" uuid references "User" on update cascade on delete set null,
  "displayName" text not null,
  "email" text not null,
  "phone" text,
  "licenceNumber" text not null,
  "licenceExpiresOn" date not null,
  "transmission" text not null check ("transmission" in ('manual', 'automatic', 'both')),
  "hourlyRateCents" integer not null check ("hourlyRateCents" > 0),
  "active" boolean not null default true,
  "bio" text,
  "avatarUrl" text,
  "stripeAccountId" text,
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now()
);

create table "Vehicle" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "registration" text not null,
  "make" text not null,
  "model" text not null,
  "year" integer not null check ("year" between 1990 and 2100),
  "transmission" text not null check ("transmission" in ('manual', 'automatic')),
  "dualControls" boolean not null default true,
  "insuredUntil" date not null,
  "active" boolean not null default true,
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now(),
  unique ("orgId", "registration")
);

create table "Student" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "userId" uuid references "User" on update cascade on delete set null,
  "fullName" text not null,
  "email" text not null,
  "phone" text,
  "dateOfBirth" date not null,
  "provisionalLicence" text,
  "address" text,
  "theoryPassedOn" date,
  "testBookedOn" date,
  "notes" text,
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now()
);

create table "Guardian" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "studentId" uuid not null references "Student" on update cascade on delete cascade,
  "fullName" text not null,
  "relationship" text not null check ("relationship" in ('mother', 'father', 'guardian')),
  "email" text,
  "phone" text not null,
  "createdAt" timestamptz(3) not null default now()
);

create table "Service" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "name" text not null,
  "description" text,
  "durationMinutes" integer not null check ("durationMinutes" between 15 and 480),
  "priceCents" integer not null check ("priceCents" >= 0),
  "active" boolean not null default true,
  "createdAt" timestamptz(3) not null default now(),
  unique ("orgId", "name")
);

create table "Package" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "name" text not null,
  "lessons" integer not null check ("lessons" > 0),
  "priceCents" integer not null check ("priceCents" >= 0),
  "active" boolean not null default true,
  "createdAt" timestamptz(3) not null default now(),
  unique ("orgId", "name")
);

create table "PackagePurchase" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "packageId" uuid not null references "Package" on update cascade on delete restrict,
  "studentId" uuid not null references "Student" on update cascade on delete cascade,
  "lessonsLeft" integer not null check ("lessonsLeft" >= 0),
  "priceCents" integer not null check ("priceCents" >= 0),
  "purchasedAt" timestamptz(3) not null default now()
);
