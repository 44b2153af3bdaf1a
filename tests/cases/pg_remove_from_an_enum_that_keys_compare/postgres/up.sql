ALTER TABLE subs DROP CONSTRAINT subs_l_fkey;

ALTER TABLE leafs DROP CONSTRAINT leafs_n_l_fkey;

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('max', 'low');

ALTER TABLE items ALTER COLUMN level TYPE level USING (CASE level::text WHEN 'mid' THEN 'low' ELSE level::text END)::level;

ALTER TABLE leafs ALTER COLUMN l TYPE level USING (CASE l::text WHEN 'mid' THEN 'low' ELSE l::text END)::level;

ALTER TABLE subs ALTER COLUMN l TYPE level USING (CASE l::text WHEN 'mid' THEN 'low' ELSE l::text END)::level;

DROP TYPE level_old;

ALTER TABLE leafs ADD CONSTRAINT leafs_n_l_fkey FOREIGN KEY (n, l) REFERENCES subs (n, l);

ALTER TABLE subs ADD CONSTRAINT subs_l_fkey FOREIGN KEY (l) REFERENCES items (level) ON DELETE CASCADE;
