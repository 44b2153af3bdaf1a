ALTER TABLE users DROP COLUMN loud;

ALTER TABLE users ADD COLUMN loud text GENERATED ALWAYS AS (concat(ucase(first),'!')) STORED AFTER first;
