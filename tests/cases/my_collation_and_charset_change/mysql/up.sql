ALTER TABLE citys DROP FOREIGN KEY citys_country_fkey;

ALTER TABLE citys MODIFY COLUMN country varchar(3) COLLATE ascii_bin NOT NULL;

ALTER TABLE countrys MODIFY COLUMN code varchar(3) COLLATE ascii_bin NOT NULL;

ALTER TABLE citys ADD CONSTRAINT citys_country_fkey FOREIGN KEY (country) REFERENCES countrys (code);

ALTER TABLE countrys MODIFY COLUMN name varchar(50) COLLATE utf8mb4_bin NOT NULL;

ALTER TABLE countrys MODIFY COLUMN note text;
