ALTER TABLE sums DROP COLUMN total;

ALTER TABLE sums ADD COLUMN total int GENERATED ALWAYS AS (one) VIRTUAL AFTER two;

-- The values of sums.two are lost.
ALTER TABLE sums DROP COLUMN two;
