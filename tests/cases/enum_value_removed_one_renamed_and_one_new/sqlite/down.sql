-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: posts.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE posts RENAME TO manage_old_posts;

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
    earlier TEXT CHECK (earlier IN ('draft', 'published', 'archived')),
    UNIQUE (id, status)
);

INSERT INTO posts (id, status, earlier)
SELECT id, CASE status WHEN 'public' THEN 'published' ELSE status END, CASE earlier WHEN 'public' THEN 'published' ELSE earlier END
FROM manage_old_posts;

DROP TABLE manage_old_posts;

CREATE INDEX posts_status_idx ON posts (status);

PRAGMA defer_foreign_keys = OFF;
