ALTER TYPE level RENAME TO grade;

ALTER TYPE grade RENAME VALUE 'mid' TO 'middle';

-- The check c is in the way: dropped here, and made again below.
ALTER TABLE items DROP CONSTRAINT c;

ALTER TYPE grade RENAME TO grade_old;

CREATE TYPE grade AS ENUM ('middle', 'low', 'top');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE grade USING (CASE level::text WHEN 'max' THEN 'low' ELSE level::text END)::grade;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'middle';

DROP TYPE grade_old;

ALTER TABLE items ADD CONSTRAINT c CHECK ((level <> 'middle') OR (n > 0));
