insert into "Notification" (
  "id", "orgId", "userId", "bookingId", "channel", "template", "sentAt", "readAt", "createdAt"
)
select
  uuid('Notification', b.n),
  uuid('Organization', b.org),
  uuid('User', size('instructors') + b.student),
  uuid('Booking', b.n),
  weighted('{push,email,sms}', '{60,90}', b.n, 701),
  case when b.status = 'cancelled' then 'booking-cancelled' else 'lesson-reminder' end,
  sent,
  case when share(b.n, 702) < 0.7 then sent + interval '1 minute' * choice(b.n, 703, 600) end,
  sent
from bookings b
cross join lateral (select greatest(b.created, b.start - interval '24 hours') as sent) as at
where sent < anchor() and share(b.n, 704) < 0.5
order by sent, b.n;

insert into "Message" ("id", "orgId", "studentId", "instructorId", "fromStudent", "body", "readAt", "createdAt")
select
  uuid('Message', b.n),
  uuid('Organization', b.org),
  uuid('Student', b.student),
  uuid('Instructor', b.slot + 1),
  share(b.n, 711) < 0.55,
  pick('{Can we start ten minutes later?,See you tomorrow!,Could we practise roundabouts again?,I am waiting outside,Running five minutes late,Thank you for today,My theory test is booked,Please bring your licence}', b.n, 712),
  case when share(b.n, 713) < 0.93 then written + interval '1 minute' * choice(b.n, 714, 300) end,
  written
from bookings b
cross join lateral (select least(anchor(), b.start) - interval '1 minute' * choice(b.n, 715, 2000) as written) as at
where share(b.n, 716) < 0.35
order by written, b.n;
