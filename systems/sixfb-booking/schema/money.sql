-- Money: what clients pay, and what barbers get of it.

-- An appointment can have several: a deposit when it is booked, charges of which the first ones may fail, a refund,
-- whose amount is negative. What the product calls the payment of an appointment is its newest charge.
create table payments (
  id bigint generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  -- Whose account the money goes to: the shop's owner, or a barber who rents the chair.
  user_id integer not null,
  barber_id integer not null,
  appointment_id bigint references appointments (id) on delete set null,
  payment_type text not null check (payment_type in ('charge', 'deposit', 'refund')),
  status text not null check (status in ('pending', 'completed', 'failed')),
  method text not null check (method in ('card', 'cash', 'wallet', 'gift_certificate')),
  amount numeric(10, 2) not null,
  tip_amount numeric(10, 2) not null default 0 check (tip_amount >= 0),
  commission_rate numeric(4, 3) not null check (commission_rate between 0 and 1),
  stripe_payment_intent_id text,
  failure_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  check ((payment_type = 'refund') = (amount < 0)),
  foreign key (organization_id, user_id) references users (organization_id, id),
  foreign key (organization_id, barber_id) references users (organization_id, id)
);

create table payouts (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  barber_id integer not null,
  period_start date not null,
  period_end date not null check (period_end > period_start),
  amount numeric(10, 2) not null check (amount >= 0),
  status text not null check (status in ('pending', 'processing', 'paid', 'failed')),
  stripe_transfer_id text,
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  unique (barber_id, period_start),
  foreign key (organization_id, barber_id) references users (organization_id, id)
);

create table gift_certificates (
  id integer generated always as identity primary key,
  organization_id integer not null references organizations (id) on delete cascade,
  code text not null unique,
  purchaser_id integer references clients (id) on delete set null,
  amount numeric(10, 2) not null check (amount > 0),
  balance numeric(10, 2) not null check (balance between 0 and amount),
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);

-- The months whose books are closed, for all shops at once: what happened in them changes no more.
create table closed_months (
  month date primary key check (extract(day from month) = 1),
  closed_at timestamptz not null default now()
);
