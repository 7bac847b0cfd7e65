insert into loyalty_programs (id, organization_id, name, points_per_visit, reward_threshold, created_at)
overriding system value
select id, id, 'Ten cuts, one free', 10, 100, first_day()
from organizations
order by id;

insert into loyalty_transactions (
  id, organization_id, program_id, client_id, appointment_id, points, created_at
)
overriding system value
select
  row_number() over (order by end_time, id), organization_id, organization_id, client_id, id,
  case when share(id, 201) < 0.06 then -100 else 10 end, end_time
from appointments
where status = 'completed' and client_id is not null and end_time > anchor() - interval '90 days';
