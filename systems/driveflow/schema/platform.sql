-- Platform: the schools, who may log in, and what goes in and out. Moments have milliseconds, as a Date of JavaScript
-- has: with microseconds a cursor would come back from the application as an earlier moment than it left.

create table "Organization" (
  "id" uuid primary key default gen_random_uuid(),
  "name" text not null,
  "slug" text not null unique,
  "city" text not null,
  "timezone" text not null default 'Europe/London',
  "currency" text not null default 'GBP' check ("currency" ~ '^[A-Z]{3}$'),
  "plan" text not null check ("plan" in ('solo', 'school', 'chain')),
  "stripeAccountId" text,
  -- Accounts before this day are closed: bookings and payouts of that time change no more.
  "booksClosedBefore" timestamptz(3) not null,
  "settings" jsonb not null default '{}',
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now()
);

create table "User" (
  "id" uuid primary key default gen_random_uuid(),
  "email" text not null unique,
  "fullName" text not null,
  "phone" text,
  "passwordHash" text not null,
  "emailVerifiedAt" timestamptz(3),
  "lastLoginAt" timestamptz(3),
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now()
);

create table "Membership" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "userId" uuid not null references "User" on update cascade on delete cascade,
  "role" text not null check ("role" in ('owner', 'office', 'instructor', 'student')),
  "createdAt" timestamptz(3) not null default now(),
  unique ("orgId", "userId")
);

create table "WebhookEvent" (
  "id" uuid primary key default gen_random_uuid(),
  "eventId" text not null unique,
  "provider" text not null check ("provider" in ('stripe', 'twilio', 'google')),
  "type" text not null,
  "payload" jsonb not null,
  "receivedAt" timestamptz(3) not null default now(),
  "processedAt" timestamptz(3) check ("processedAt" >= "receivedAt"),
  "error" text
);

create table "Outbox" (
  "id" uuid primary key default gen_random_uuid(),
  "topic" text not null,
  "payload" jsonb not null,
  "attempts" integer not null default 0 check ("attempts" >= 0),
  "createdAt" timestamptz(3) not null default now(),
  "processedAt" timestamptz(3) check ("processedAt" >= "createdAt")
);

create table "AuditLog" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "actorUserId" uuid references "User" on update cascade on delete set null,
  "entityType" text not null,
  "entityId" uuid not null,
  "action" text not null,
  "changes" jsonb not null default '{}',
  "ipAddress" inet,
  "createdAt" timestamptz(3) not null default now()
);
