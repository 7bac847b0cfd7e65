insert into products (id, organization_id, sku, name, price, cost, stock, created_at)
overriding system value
select
  (number - 1) * size('organizations') + organization_id, organization_id, 'SKU-' || number,
  ('{Pomade,Matte Clay,Beard Oil,Aftershave,Shampoo,Comb,Razor,Balm}'::text[])[number], 8 + 3 * number, 3 + number,
  choice(number * 100000 + organization_id, 211, 60), first_day()
from generate_series(1, size('organizations')) as organization_id
cross join generate_series(1, 8) as number
order by 1;

insert into product_sales (id, organization_id, product_id, appointment_id, quantity, unit_price, created_at)
overriding system value
select
  row_number() over (order by a.id), a.organization_id, p.id, a.id, 1 + choice(a.id, 212, 2), p.price, a.end_time
from appointments a
join products p on p.id = own(a.organization_id, 8, a.id, 213)
where a.status = 'completed' and share(a.id, 214) < 0.05;

insert into stock_movements (id, organization_id, product_id, change, reason, created_at)
overriding system value
select row_number() over (order by created_at, id), organization_id, product_id, -quantity, 'sale', created_at
from product_sales;
