-- Undoes: change

-- Fails if a row holds 'hidden', which status has no more.
ALTER TYPE status RENAME TO status_old;

CREATE TYPE status AS ENUM ('draft', 'public', 'archived');

ALTER TABLE posts ALTER COLUMN status DROP DEFAULT;

ALTER TABLE posts ALTER COLUMN status TYPE status USING status::text::status;

ALTER TABLE posts ALTER COLUMN status SET DEFAULT 'draft';

ALTER TABLE posts ALTER COLUMN earlier TYPE status USING earlier::text::status;

DROP TYPE status_old;

ALTER TYPE status RENAME VALUE 'public' TO 'published';
