CREATE TYPE status AS ENUM ('draft', 'published');

ALTER TABLE posts ALTER COLUMN status TYPE status USING status::status;
