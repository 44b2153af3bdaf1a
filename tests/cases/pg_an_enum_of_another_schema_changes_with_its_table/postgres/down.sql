-- Undoes: change

ALTER TABLE app.things DROP CONSTRAINT c;

ALTER TABLE subs DROP CONSTRAINT subs_l_fkey;

-- These are in the way: dropped here, and made again below: column subs.high, index w.
ALTER TABLE subs DROP COLUMN high;

DROP INDEX app.w;

ALTER TYPE app.level RENAME TO level_old;

CREATE TYPE app.level AS ENUM ('low', 'middle', 'max');

ALTER TABLE subs ALTER COLUMN l TYPE app.level USING l::text::app.level;

ALTER TABLE app.things ALTER COLUMN grade DROP DEFAULT;

ALTER TABLE app.things ALTER COLUMN grade TYPE app.level USING grade::text::app.level;

ALTER TABLE app.things ALTER COLUMN grade SET DEFAULT 'middle';

DROP TYPE app.level_old;

ALTER TABLE subs ADD COLUMN high BOOLEAN GENERATED ALWAYS AS (l > 'low') STORED;

CREATE INDEX w ON app.things (n) WHERE (grade = 'middle');

-- Fails if this finds rows: SELECT * FROM app.things WHERE NOT ((grade <> 'middle') OR (n > 0));
ALTER TABLE app.things ADD CONSTRAINT c CHECK ((grade <> 'middle') OR (n > 0));

ALTER TYPE app.level RENAME VALUE 'middle' TO 'mid';

ALTER TABLE app.things RENAME COLUMN grade TO level;

ALTER TABLE app.things RENAME TO items;

ALTER TABLE subs ADD CONSTRAINT subs_l_fkey FOREIGN KEY (l) REFERENCES app.items (level) ON UPDATE CASCADE;
