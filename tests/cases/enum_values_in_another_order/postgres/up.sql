ALTER TYPE status RENAME TO status_old;

CREATE TYPE status AS ENUM ('archived', 'draft', 'published');

ALTER TABLE posts ALTER COLUMN status DROP DEFAULT;

ALTER TABLE posts ALTER COLUMN status TYPE status USING status::text::status;

ALTER TABLE posts ALTER COLUMN status SET DEFAULT 'draft';

ALTER TABLE posts ALTER COLUMN earlier TYPE status USING earlier::text::status;

DROP TYPE status_old;
