DROP INDEX persons_full_idx;

ALTER TABLE persons DROP COLUMN "full";

-- The values of persons.first are lost.
ALTER TABLE persons DROP COLUMN first;

-- The values of persons.last are lost.
ALTER TABLE persons DROP COLUMN last;
