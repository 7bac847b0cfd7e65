insert into vehicles (
  id, organization_id, plate_number, vehicle_type, make, model, year, color, status, ownership_type, fuel_type,
  assigned_city, vin_number, current_mileage, registration_expiry_date, insurance_company, insurance_expiry_date,
  last_service_date, next_service_due_date, gps_device_id, is_gps_active, monthly_lease_cost, created_at
)
overriding system value
select
  v,
  organization_id,
  (1000 + choice(v, 301, 9000)) || ' ' || translate(to_hex(4096 + v), '0123456789abcdef', 'ABDEGHJKLNRSTUVX'),
  case when kind < 0.70 then 'MOTORCYCLE' when kind < 0.92 then 'CAR' when kind < 0.98 then 'VAN' else 'TRUCK' end,
  pick('{Honda,Yamaha,Toyota,Hyundai,Suzuki,Isuzu}', v, 303),
  pick('{A,B,C,D}', v, 304) || (100 + choice(v, 305, 50)),
  2015 + choice(v, 306, 10),
  pick('{white,black,red,silver}', v, 307),
  case
    when status in ('ACTIVE', 'ON_LEAVE') and share(v, 308) < 0.96 then 'ACTIVE'
    else pick('{MAINTENANCE,MAINTENANCE,INACTIVE,RETIRED}', v, 309)
  end,
  pick('{OWNED,OWNED,LEASED,RENTED}', v, 310),
  'GASOLINE',
  city(v),
  upper(substr(md5('vin ' || v), 1, 17)),
  1000 + choice(v, 311, 180000),
  date '2025-01-06' + choice(v, 312, 365),
  pick('{Tawuniya,Bupa,Malath,Walaa}', v, 313),
  case when share(v, 314) < 0.95 then date '2025-01-06' - 30 + choice(v, 315, 395) end,
  date '2025-01-06' - choice(v, 316, 120),
  case when share(v, 317) < 0.85 then date '2025-01-06' - 10 + choice(v, 318, 120) end,
  'GPS' || (100000 + v),
  share(v, 319) < 0.8,
  case when share(v, 320) < 0.3 then 900 + choice(v, 321, 1500) end,
  moment(v, 322, 900)
from (
  select vehicle_id as v, organization_id, status, share(vehicle_id, 302) as kind
  from riders
  where vehicle_id is not null
) as owned
order by v;

insert into couriers (
  id, organization_id, barq_id, name, name_ar, email, phone, emergency_contact_name, emergency_contact_phone, status,
  city, position, sponsorship_status, project_type, platform, joining_date, last_working_day, current_vehicle_id,
  national_id, nationality, date_of_birth, iqama_number, iqama_expiry_date, passport_number, passport_expiry_date,
  license_number, license_type, license_expiry_date, bank_name, iban, base_salary, performance_score, rating,
  total_deliveries, has_food_certificate, notes, created_at
)
overriding system value
select
  id,
  organization_id,
  'BRQ-' || (10000 + id),
  person(id),
  'مندوب ' || id,
  'courier' || id || '@example.sa',
  phone(id),
  person(id + 5000000),
  phone(id + 5000000),
  status,
  city(id),
  'Courier',
  pick('{INHOUSE,INHOUSE,INHOUSE,AJEER,FREELANCER,TRIAL}', id, 331),
  pick('{ECOMMERCE,ECOMMERCE,FOOD,FOOD,WAREHOUSE,BARQ}', id, 332),
  pick('{jahez,hungerstation,barq,noon,amazon}', id, 333),
  joined,
  case when status = 'TERMINATED' then least(joined + 200, date '2025-01-05') end,
  case when status in ('ACTIVE', 'ON_LEAVE') then vehicle_id end,
  (1000000000 + id)::text,
  pick('{SA,PK,IN,BD,EG,YE,NP,PH}', id, 334),
  date '1970-01-01' + choice(id, 335, 12000),
  (2000000000 + id)::text,
  case when share(id, 336) < 0.9 then date '2025-01-06' - 20 + choice(id, 337, 700) end,
  'P' || (1000000 + id),
  date '2025-01-06' + choice(id, 338, 2000),
  (3000000000 + id)::text,
  pick('{motorcycle,private,public}', id, 339),
  case when share(id, 340) < 0.9 then date '2025-01-06' - 20 + choice(id, 341, 1500) end,
  pick('{Al Rajhi,SNB,Riyad,Alinma}', id, 342),
  'SA' || (1000000000 + id) || (1000000000 + id),
  2500 + 100 * choice(id, 343, 30),
  50 + choice(id, 344, 5001) / 100.0,
  3 + choice(id, 345, 201) / 100.0,
  choice(id, 346, 9000),
  share(id, 347) < 0.4,
  'Hired through the ' || pick('{Riyadh,Jeddah,Dammam}', id, 348) || ' office; papers checked, contract signed.',
  joined
from riders
order by id;

insert into courier_vehicle_assignments (
  id, organization_id, courier_id, vehicle_id, assignment_type, status, start_date, end_date, start_mileage,
  end_mileage, assigned_by, created_at
)
overriding system value
select
  i,
  organization_id,
  courier_id,
  vehicle_id,
  case when current then 'permanent' else pick('{permanent,temporary,replacement}', i, 351) end,
  case when current then 'active' else 'completed' end,
  start_date,
  case when not current then start_date + 60 + choice(i, 352, 60) end,
  20000 + choice(i, 353, 9000),
  case when not current then 30000 + choice(i, 354, 9000) end,
  own(organization_id, 8, i, 355),
  start_date
from (
  select
    i, c.organization_id, c.id as courier_id, c.vehicle_id,
    i > size('couriers') * 2 and c.status in ('ACTIVE', 'ON_LEAVE') as current,
    date '2025-01-05' - 400 + 130 * ((i - 1) / size('couriers'))::integer + choice(i, 356, 10)
      as start_date
  from generate_series(1, size('couriers') * 3) as i
  join riders c on c.slot = (i % size('couriers'))::integer
  where c.vehicle_id is not null
) as assigned
order by i;

insert into vehicle_logs (
  id, organization_id, vehicle_id, courier_id, log_type, log_date, start_mileage, end_mileage, deliveries_made,
  created_at
)
overriding system value
select
  i, organization_id, vehicle_id, courier_id,
  pick('{trip,trip,trip,trip,parking,handover}', i, 361),
  log_date,
  mileage, mileage + choice(i, 362, 250),
  choice(i, 363, 30),
  log_date
from (
  select
    i, c.organization_id, c.vehicle_id, c.id as courier_id,
    date '2025-01-05' - 40 + (4 * ((i - 1) / size('couriers')))::integer as log_date,
    choice(i, 364, 150000) as mileage
  from generate_series(1, size('couriers') * 10) as i
  join riders c on c.slot = (i % size('couriers'))::integer
  where c.vehicle_id is not null
) as logged
order by i;

insert into vehicle_maintenance (
  id, organization_id, vehicle_id, maintenance_type, status, scheduled_date, completed_date, workshop,
  mileage_at_service, cost, created_at
)
overriding system value
select
  i, organization_id, vehicle_id,
  pick('{preventive,oil_change,oil_change,tires,brakes,repair}', i, 371),
  case when scheduled < date '2025-01-01' then 'completed' else 'scheduled' end,
  scheduled,
  case when scheduled < date '2025-01-01' then scheduled + choice(i, 372, 4) end,
  pick('{Petromin,Al Jomaih,Fast Fix,Own workshop}', i, 373),
  choice(i, 374, 150000),
  50 + choice(i, 375, 1500),
  scheduled - 7
from (
  select
    i, c.organization_id, c.vehicle_id,
    date '2024-01-10' + (120 * ((i - 1) / size('couriers')))::integer + choice(i, 376, 130) as scheduled
  from generate_series(1, size('couriers') * 3) as i
  join riders c on c.slot = (i % size('couriers'))::integer
  where c.vehicle_id is not null
) as planned
order by i;

insert into vehicle_inspections (
  id, organization_id, vehicle_id, inspector_id, inspection_type, result, inspection_date, checklist, created_at
)
overriding system value
select
  i, c.organization_id, c.vehicle_id,
  own(c.organization_id, 8, i, 381),
  pick('{daily,monthly,monthly,periodic,handover}', i, 382),
  pick('{passed,passed,passed,passed_with_notes,failed}', i, 383),
  day(moment(i, 384, 300)),
  jsonb_build_object('brakes', i % 17 > 0, 'lights', i % 13 > 0, 'tires', i % 11 > 0),
  moment(i, 384, 300)
from generate_series(1, size('couriers') * 2) as i
join riders c on c.slot = (i % size('couriers'))::integer
where c.vehicle_id is not null
order by i;

insert into accident_logs (
  id, organization_id, vehicle_id, courier_id, accident_date, severity, status, najm_report_number, fault_percentage,
  repair_cost, description, created_at
)
overriding system value
select
  i, c.organization_id, c.vehicle_id, c.id,
  moment(i, 391, 400),
  pick('{minor,minor,minor,moderate,major,total_loss}', i, 392),
  pick('{settled,closed,closed,under_review,reported}', i, 393),
  'NJM' || (500000 + i),
  25 * choice(i, 394, 5),
  choice(i, 395, 8000),
  'Collision on the ' || pick('{ring road,side street,car park,highway}', i, 396),
  moment(i, 391, 400)
from generate_series(1, size('couriers') / 5) as i
join riders c on c.slot = (i * 7 % size('couriers'))::integer
where c.vehicle_id is not null
order by i;

insert into fuel_logs (
  id, organization_id, vehicle_id, courier_id, fuel_date, odometer, liters, cost, station, created_at
)
overriding system value
select
  i, organization_id, vehicle_id, courier_id, fuel_date,
  choice(i, 401, 150000),
  liters, liters * 2.18,
  pick('{Aldrees,Sasco,Naft,Petromin}', i, 402),
  fuel_date
from (
  select
    i, c.organization_id, c.vehicle_id, c.id as courier_id,
    date '2025-01-05' - 30 + (3 * ((i - 1) / size('couriers')))::integer as fuel_date,
    (400 + choice(i, 403, 3000)) / 100.0 as liters
  from generate_series(1, size('couriers') * 10) as i
  join riders c on c.slot = (i % size('couriers'))::integer
  where c.vehicle_id is not null
) as filled
order by i;

insert into courier_documents (
  id, organization_id, courier_id, document_type, document_number, file_url, issue_date, expiry_date, is_verified,
  created_at
)
overriding system value
select
  i, c.organization_id, c.id,
  ('{iqama,license,contract}'::text[])[1 + (i - 1) / size('couriers')],
  'D' || (1000000 + i),
  'https://files.example.sa/couriers/' || c.id || '/' || i || '.pdf',
  c.joined,
  date '2025-01-06' - 20 + choice(i, 411, 700),
  share(i, 412) < 0.9,
  c.joined
from generate_series(1, size('couriers') * 3) as i
join riders c on c.slot = (i % size('couriers'))::integer
order by i;

insert into vehicle_documents (
  id, organization_id, vehicle_id, document_type, document_number, file_url, issue_date, expiry_date, created_at
)
overriding system value
select
  i, c.organization_id, c.vehicle_id,
  ('{registration,insurance}'::text[])[1 + (i - 1) / size('couriers')],
  'V' || (1000000 + i),
  'https://files.example.sa/vehicles/' || c.vehicle_id || '/' || i || '.pdf',
  date '2024-01-06' + choice(i, 421, 300),
  date '2025-01-06' - 20 + choice(i, 422, 380),
  moment(i, 423, 300)
from generate_series(1, size('couriers') * 2) as i
join riders c on c.slot = (i % size('couriers'))::integer
where c.vehicle_id is not null
order by i;
