-- Undoes: change

-- The check c is in the way: dropped here, and made again below.
ALTER TABLE items DROP CONSTRAINT c;

-- Fails if a row holds 'top', which grade has no more.
ALTER TYPE grade RENAME TO grade_old;

CREATE TYPE grade AS ENUM ('low', 'middle', 'max');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE grade USING level::text::grade;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'middle';

DROP TYPE grade_old;

ALTER TABLE items ADD CONSTRAINT c CHECK ((level <> 'middle') OR (n > 0));

ALTER TYPE grade RENAME VALUE 'middle' TO 'mid';

ALTER TYPE grade RENAME TO level;
