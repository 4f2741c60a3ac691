insert into price values ('tea', 450), ('coffee', 520) on conflict do nothing;
