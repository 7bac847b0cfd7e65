-- HR: pay, presence and absence. Bonuses are paid apart from the salary. A salary has no unique key on courier and month: the seed adds it as an index later.

create table salaries (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  year smallint not null check (year between 2000 and 2100),
  month smallint not null check (month between 1 and 12),
  base_salary numeric(10, 2) not null check (base_salary >= 0),
  allowances numeric(10, 2) not null default 0,
  overtime_amount numeric(10, 2) not null default 0,
  delivery_commission numeric(10, 2) not null default 0,
  deductions numeric(10, 2) not null default 0,
  loan_deduction numeric(10, 2) not null default 0,
  gosi_employee numeric(10, 2) not null default 0,
  gross_salary numeric(10, 2) not null,
  net_salary numeric(10, 2) not null,
  payment_method text not null check (payment_method in ('bank_transfer', 'cash', 'wallet')),
  payment_date date,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table attendance (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  date date not null,
  status text not null check (status in ('present', 'late', 'absent', 'half_day', 'on_leave', 'holiday')),
  shift text not null check (shift in ('morning', 'evening', 'night')),
  check_in timestamptz,
  check_out timestamptz check (check_out >= check_in),
  hours_worked numeric(4, 2) not null default 0 check (hours_worked between 0 and 24),
  overtime_hours numeric(4, 2) not null default 0,
  notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table leaves (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  leave_type text not null check (leave_type in ('annual', 'sick', 'emergency', 'unpaid', 'hajj')),
  status text not null check (status in ('pending', 'approved', 'rejected', 'cancelled')),
  start_date date not null,
  end_date date not null check (end_date >= start_date),
  days integer not null check (days > 0),
  reason text,
  approved_by integer references users (id) on delete set null,
  approved_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table loans (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  amount numeric(10, 2) not null check (amount > 0),
  outstanding_balance numeric(10, 2) not null check (outstanding_balance >= 0),
  monthly_deduction numeric(10, 2) not null check (monthly_deduction > 0),
  status text not null check (status in ('pending', 'approved', 'active', 'completed', 'rejected')),
  start_date date,
  end_date date check (end_date >= start_date),
  approved_by integer references users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  check (outstanding_balance <= amount)
);

create table bonuses (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer not null references couriers (id) on delete cascade,
  bonus_type text not null check (bonus_type in ('performance', 'attendance', 'referral', 'eid', 'special')),
  amount numeric(10, 2) not null check (amount > 0),
  bonus_date date not null,
  payment_status text not null check (payment_status in ('pending', 'approved', 'paid', 'rejected')),
  approved_by integer references users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz
);

create table assets (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  courier_id integer references couriers (id) on delete set null,
  asset_type text not null check (asset_type in ('phone', 'sim', 'uniform', 'helmet', 'delivery_bag', 'pos_device')),
  serial_number text,
  status text not null check (status in ('available', 'assigned', 'damaged', 'lost', 'returned')),
  condition text not null check (condition in ('new', 'good', 'fair', 'poor')),
  purchase_price numeric(10, 2),
  assigned_date date,
  return_date date check (return_date >= assigned_date),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
