-- Messaging: what the product tells people, and what they tell each other.

create table "Notification" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "userId" uuid not null references "User" on update cascade on delete cascade,
  "bookingId" uuid references "Booking" on update cascade on delete cascade,
  "channel" text not null check ("channel" in ('email', 'sms', 'push')),
  "template" text not null,
  "sentAt" timestamptz(3),
  "readAt" timestamptz(3) check ("readAt" >= "sentAt"),
  "createdAt" timestamptz(3) not null default now()
);

create table "Message" (
  "id" uuid primary key default gen_random_uuid(),
  "orgId" uuid not null references "Organization" on update cascade on delete cascade,
  "studentId" uuid not null references "Student" on update cascade on delete cascade,
  "instructorId" uuid not null references "Instructor" on update cascade on delete cascade,
  "fromStudent" boolean not null,
  "body" text not null,
  "readAt" timestamptz(3),
  "createdAt" timestamptz(3) not null default now()
);
