insert into service_categories (id, organization_id, name, position, created_at)
overriding system value
select
  (number - 1) * size('organizations') + organization_id, organization_id, ('{Hair,Beard,Packages}'::text[])[number], number,
  first_day()
from generate_series(1, size('organizations')) as organization_id
cross join generate_series(1, 3) as number
order by 1;

insert into services (
  id, organization_id, category_id, name, description, duration_minutes, base_price, deposit_percent, created_at
)
overriding system value
select
  (number - 1) * size('organizations') + organization_id, organization_id,
  (category - 1) * size('organizations') + organization_id, name, 'Our ' || lower(name) || ', ' || minutes || ' minutes.',
  minutes, (price * (85 + choice(organization_id, 38, 40)) / 100)::numeric(10, 2), deposit, first_day()
from generate_series(1, size('organizations')) as organization_id
cross join menu
order by 1;

insert into barber_services (id, organization_id, user_id, service_id, price_override, created_at)
overriding system value
select
  row_number() over (order by b.slot, number), b.organization_id, b.id,
  (number - 1) * size('organizations') + b.organization_id,
  case when b.rank = 0 then (price * (85 + choice(b.organization_id, 38, 40)) / 100)::numeric(10, 2) + 5 end, first_day()
from barbers b
cross join menu;
