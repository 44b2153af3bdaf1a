CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published')),
    previous TEXT CHECK (previous IN ('draft', 'published'))
);

CREATE INDEX posts_status_idx ON posts (status);
