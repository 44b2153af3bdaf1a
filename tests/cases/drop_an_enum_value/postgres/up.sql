ALTER TYPE status RENAME TO status_old;

CREATE TYPE status AS ENUM ('draft', 'published');

ALTER TABLE posts ALTER COLUMN status TYPE status USING (CASE status::text WHEN 'archived' THEN 'draft' ELSE status::text END)::status;

DROP TYPE status_old;
