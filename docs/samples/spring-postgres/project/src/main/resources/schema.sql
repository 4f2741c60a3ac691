create table if not exists price (item text primary key, cents integer not null);
