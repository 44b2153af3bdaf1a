-- Undoes: change

-- What sums.two held before is gone: the rows get a plain value.
ALTER TABLE sums ADD COLUMN two INTEGER;

UPDATE sums SET two = 0;

ALTER TABLE sums ALTER COLUMN two SET NOT NULL;

ALTER TABLE sums DROP COLUMN total;

ALTER TABLE sums ADD COLUMN total INTEGER NOT NULL GENERATED ALWAYS AS (one + two) STORED;
