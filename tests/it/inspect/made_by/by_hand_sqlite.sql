create table Customers (ID integer primary key, firstName text not null, "last name" text, type text default 'new' check (type in ('new', 'old')), parent integer references Customers);
create unique index customers_name on Customers (firstName, "last name");
create table notes (customer int references Customers (ID) on delete cascade, text text);
create view latest as select * from notes;
create trigger stamp after insert on notes begin update Customers set type = 'old' where ID = new.customer; end;
