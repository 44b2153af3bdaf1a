-- Undoes: change

ALTER TABLE countrys MODIFY COLUMN note text COLLATE utf8mb4_bin;

ALTER TABLE countrys MODIFY COLUMN name varchar(50) NOT NULL;

ALTER TABLE citys DROP FOREIGN KEY citys_country_fkey;

ALTER TABLE countrys MODIFY COLUMN code varchar(3) COLLATE latin1_swedish_ci NOT NULL;

ALTER TABLE citys MODIFY COLUMN country varchar(3) COLLATE latin1_swedish_ci NOT NULL;

ALTER TABLE citys ADD CONSTRAINT citys_country_fkey FOREIGN KEY (country) REFERENCES countrys (code);
