-- Undoes: change

-- Fails if a row holds 'archived', which status has no more.
ALTER TYPE status RENAME TO status_old;

CREATE TYPE status AS ENUM ('draft', 'published');

ALTER TABLE posts ALTER COLUMN status TYPE status USING status::text::status;

DROP TYPE status_old;
