insert into marketing_campaigns (
  id, organization_id, created_by, name, channel, status, subject, body, audience, sent_at, created_at
)
overriding system value
select
  i, o.id, null, pick('{We miss you,Holiday hours,Summer fades,Refer a friend,New barber}', i, 161) || ' ' || i,
  pick('{email,email,sms}', i, 162), 'sent', 'A word from your barber',
  'Book your next cut before the week is over. ' || repeat('See you soon. ', 10), '{"segment": "active"}',
  moment(i, 163, 400), moment(i, 163, 400) - interval '2 days'
from generate_series(1, size('organizations') * 5) as i
join organizations o on o.id = (i - 1) % size('organizations') + 1
order by i;

insert into campaign_messages (id, organization_id, campaign_id, client_id, status, created_at)
overriding system value
select
  row_number() over (order by m.sent_at, c.id), c.organization_id, m.id, c.id,
  weighted('{delivered,opened,clicked,bounced}', '{55,85,95}', c.id, 171), m.sent_at
from clients c
join marketing_campaigns m on m.id = own(c.organization_id, 5, c.id, 172)
where c.marketing_consent;
