insert into reviews (
  id, organization_id, appointment_id, client_id, barber_id, rating, comment, platform, created_at
)
overriding system value
select
  row_number() over (order by id), organization_id, id, client_id, barber_id,
  weighted('{5,4,3,2,1}', '{68,86,93,97}', id, 181)::smallint,
  case when share(id, 182) < 0.7 then pick('{Best fade in town,Always on time,Good cut but a long wait,Friendly and clean,Will come back}', id, 183) end,
  weighted('{own,google,yelp}', '{60,90}', id, 184), end_time + interval '1 hour' * (2 + choice(id, 185, 70))
from appointments
where status = 'completed' and client_id is not null and share(id, 186) < 0.06 and end_time < anchor() - interval '4 days';

insert into review_responses (id, organization_id, review_id, author_id, body, created_at)
overriding system value
select
  row_number() over (order by id), organization_id, id, barber_id, 'Thank you, and see you next time.', created_at + interval '1 day'
from reviews
where share(id, 187) < 0.35;
