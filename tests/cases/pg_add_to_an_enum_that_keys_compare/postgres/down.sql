-- Undoes: change

ALTER TABLE subs DROP CONSTRAINT subs_l_fkey;

ALTER TABLE leafs DROP CONSTRAINT leafs_n_l_fkey;

-- Fails if a row holds 'more' or 'top', which level has no more.
ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'mid', 'max');

ALTER TABLE items ALTER COLUMN level TYPE level USING level::text::level;

ALTER TABLE leafs ALTER COLUMN l TYPE level USING l::text::level;

ALTER TABLE subs ALTER COLUMN l TYPE level USING l::text::level;

DROP TYPE level_old;

ALTER TABLE leafs ADD CONSTRAINT leafs_n_l_fkey FOREIGN KEY (n, l) REFERENCES subs (n, l);

ALTER TABLE subs ADD CONSTRAINT subs_l_fkey FOREIGN KEY (l) REFERENCES items (level) ON DELETE CASCADE;
