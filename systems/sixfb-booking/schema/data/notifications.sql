insert into notification_preferences (id, organization_id, user_id, email_enabled, sms_enabled, reminder_hours)
overriding system value
select id, organization_id, id, share(id, 191) < 0.9, share(id, 192) < 0.8, 12 * (1 + choice(id, 193, 4))
from users
order by id;

insert into notifications (
  id, organization_id, appointment_id, client_id, kind, channel, status, sent_at, created_at
)
overriding system value
select
  row_number() over (order by created_at, id), organization_id, id, client_id, 'confirmation',
  pick('{email,sms,push}', id, 194), weighted('{delivered,sent,failed}', '{90,97}', id, 195),
  created_at + interval '2 seconds', created_at + interval '1 second'
from appointments
where created_at > anchor() - interval '60 days' and client_id is not null;
