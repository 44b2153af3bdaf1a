ALTER TABLE people DROP COLUMN last_name;

ALTER TABLE people DROP COLUMN first_name;
