-- Money, in the smallest unit of the school's currency.

create table "Payment" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "bookingId" uuid references "Booking" on update cascade on delete set null,
  "studentId" uuid not null references "Student" on update cascade on delete cascade,
  "amountCents" integer not null check ("amountCents" > 0),
  "currency" text not null default 'GBP',
  "status" text not null check ("status" in ('pending', 'succeeded', 'failed', 'refunded')),
  "method" text not null check ("method" in ('card', 'direct_debit', 'cash')),
  "stripePaymentIntentId" text,
  "receiptUrl" text,
  "failureReason" text,
  "createdAt" timestamptz(3) not null default now(),
  "updatedAt" timestamptz(3) not null default now()
);

create table "Invoice" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "studentId" uuid not null references "Student" on update cascade on delete cascade,
  "number" text not null,
  "totalCents" integer not null check ("totalCents" >= 0),
  "status" text not null check ("status" in ('draft', 'sent', 'paid', 'void')),
  "issuedOn" date not null,
  "dueOn" date not null check ("dueOn" >= "issuedOn"),
  "createdAt" timestamptz(3) not null default now(),
  unique ("orgId", "number")
);

create table "Payout" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "instructorId" uuid not null references "Instructor" on update cascade on delete restrict,
  "amount_cents" integer not null check ("amount_cents" >= 0),
  "status" text not null check ("status" in ('pending', 'paid', 'failed')),
  "periodStart" date not null,
  "periodEnd" date not null check ("periodEnd" > "periodStart"),
  "stripeTransferId" text,
  "paidAt" timestamptz(3),
  "createdAt" timestamptz(3) not null default now()
);
