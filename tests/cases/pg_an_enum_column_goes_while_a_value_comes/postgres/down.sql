-- Undoes: change (1 of 2)

-- Fails if a row holds 'none', which level has no more.
ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'high');

ALTER TABLE items ALTER COLUMN level TYPE level USING level::text::level;

ALTER TABLE items ALTER COLUMN "least" TYPE level USING "least"::text::level;

ALTER TABLE kinds ALTER COLUMN level TYPE level USING level::text::level;

DROP TYPE level_old;
