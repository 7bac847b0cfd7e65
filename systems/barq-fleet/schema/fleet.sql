-- Fleet: couriers, vehicles, and who drives what.

create table vehicles (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  plate_number text not null,
  vehicle_type text not null check (vehicle_type in ('MOTORCYCLE', 'CAR', 'VAN', 'TRUCK', 'BICYCLE')),
  make text not null,
  model text not null,
  year smallint not null check (year between 1990 and 2100),
  color text,
  status text not null check (status in ('ACTIVE', 'MAINTENANCE', 'INACTIVE', 'RETIRED')),
  ownership_type text not null check (ownership_type in ('OWNED', 'LEASED', 'RENTED')),
  fuel_type text not null check (fuel_type in ('GASOLINE', 'DIESEL', 'ELECTRIC', 'HYBRID', 'NONE')),
  assigned_city text,
  vin_number text,
  current_mileage numeric(10, 2) not null default 0 check (current_mileage >= 0),
  registration_expiry_date date,
  insurance_company text,
  insurance_expiry_date date,
  last_service_date date,
  next_service_due_date date,
  gps_device_id text,
  is_gps_active boolean not null default false,
  monthly_lease_cost numeric(10, 2),
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, plate_number)
);

create table couriers (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  user_id integer references users (id) on delete set null,
  barq_id text not null,
  name text not null,
  name_ar text,
  email text,
  phone text not null,
  emergency_contact_name text,
  emergency_contact_phone text,
  status text not null check (status in ('ONBOARDING', 'ACTIVE', 'ON_LEAVE', 'INACTIVE', 'SUSPENDED', 'TERMINATED')),
  city text not null,
  position text,
  sponsorship_status text not null check (sponsorship_status in ('INHOUSE', 'AJEER', 'FREELANCER', 'TRIAL')),
  project_type text not null check (project_type in ('ECOMMERCE', 'FOOD', 'WAREHOUSE', 'BARQ')),
  platform text,
  joining_date date not null,
  last_working_day date check (last_working_day >= joining_date),
  current_vehicle_id integer references vehicles (id) on delete set null,
  national_id text,
  nationality text not null,
  date_of_birth date,
  iqama_number text,
  iqama_expiry_date date,
  passport_number text,
  passport_expiry_date date,
  license_number text,
  license_type text,
  license_expiry_date date,
  bank_name text,
  iban text,
  base_salary numeric(10, 2) not null check (base_salary >= 0),
  performance_score numeric(5, 2) not null default 0 check (performance_score between 0 and 100),
  rating numeric(3, 2) check (rating between 0 and 5),
  total_deliveries integer not null default 0 check (total_deliveries >= 0),
  has_food_certificate boolean not null default false,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  unique (organization_id, barq_id)
);

create table courier_vehicle_assignments (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  vehicle_id integer not null references vehicles (id) on delete cascade,
  assignment_type text not null check (assignment_type in ('permanent', 'temporary', 'replacement')),
  status text not null check (status in ('active', 'completed', 'cancelled')),
  start_date date not null,
  end_date date check (end_date >= start_date),
  start_mileage integer,
  end_mileage integer,
  assigned_by integer references users (id) on delete set null,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table vehicle_logs (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  vehicle_id integer not null references vehicles (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  log_type text not null check (log_type in ('trip', 'refuel', 'parking', 'handover')),
  log_date date not null,
  start_mileage integer not null check (start_mileage >= 0),
  end_mileage integer not null,
  deliveries_made integer not null default 0,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  check (end_mileage >= start_mileage)
);

create table vehicle_maintenance (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  vehicle_id integer not null references vehicles (id) on delete cascade,
  maintenance_type text not null check (maintenance_type in ('preventive', 'oil_change', 'tires', 'brakes', 'repair')),
  status text not null check (status in ('scheduled', 'in_progress', 'completed', 'cancelled')),
  scheduled_date date not null,
  completed_date date check (completed_date >= scheduled_date),
  workshop text,
  mileage_at_service integer,
  cost numeric(10, 2) not null default 0 check (cost >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table vehicle_inspections (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  vehicle_id integer not null references vehicles (id) on delete cascade,
  inspector_id integer references users (id) on delete set null,
  inspection_type text not null check (inspection_type in ('daily', 'monthly', 'periodic', 'handover')),
  result text not null check (result in ('passed', 'passed_with_notes', 'failed')),
  inspection_date date not null,
  checklist jsonb not null default '{}',
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table accident_logs (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  vehicle_id integer not null references vehicles (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  accident_date timestamptz not null,
  severity text not null check (severity in ('minor', 'moderate', 'major', 'total_loss')),
  status text not null check (status in ('reported', 'under_review', 'settled', 'closed')),
  najm_report_number text,
  fault_percentage smallint check (fault_percentage between 0 and 100),
  repair_cost numeric(10, 2) not null default 0,
  description text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table fuel_logs (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  vehicle_id integer not null references vehicles (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  fuel_date date not null,
  odometer integer not null check (odometer >= 0),
  liters numeric(7, 2) not null check (liters > 0),
  cost numeric(8, 2) not null check (cost >= 0),
  station text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table courier_documents (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  document_type text not null check (document_type in ('iqama', 'passport', 'license', 'contract', 'food_certificate')),
  document_number text,
  file_url text not null,
  issue_date date,
  expiry_date date,
  is_verified boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table vehicle_documents (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  vehicle_id integer not null references vehicles (id) on delete cascade,
  document_type text not null check (document_type in ('registration', 'insurance', 'lease', 'inspection')),
  document_number text,
  file_url text not null,
  issue_date date,
  expiry_date date,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
