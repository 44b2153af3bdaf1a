ALTER TYPE status RENAME VALUE 'published' TO 'public';

ALTER TYPE status RENAME TO status_old;

CREATE TYPE status AS ENUM ('draft', 'public', 'hidden');

ALTER TABLE posts ALTER COLUMN status DROP DEFAULT;

ALTER TABLE posts ALTER COLUMN status TYPE status USING (CASE status::text WHEN 'archived' THEN 'draft' ELSE status::text END)::status;

ALTER TABLE posts ALTER COLUMN status SET DEFAULT 'draft';

ALTER TABLE posts ALTER COLUMN earlier TYPE status USING (CASE earlier::text WHEN 'archived' THEN 'draft' ELSE earlier::text END)::status;

DROP TYPE status_old;
