-- Undoes: change

-- What sums.two held before is gone: the rows get a plain value.
ALTER TABLE sums ADD COLUMN two int NOT NULL;

ALTER TABLE sums DROP COLUMN total;

ALTER TABLE sums ADD COLUMN total int GENERATED ALWAYS AS (one + two) VIRTUAL AFTER one;
