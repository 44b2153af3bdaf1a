-- Fails if rows share these values: SELECT title, count(*) FROM docs WHERE (NOT done) AND title IS NOT NULL GROUP BY title HAVING count(*) > 1;
CREATE UNIQUE INDEX docs_title_open ON docs (title) WHERE NOT done;

CREATE INDEX docs_tags_idx ON docs USING gin (tags);

CREATE INDEX docs_title_idx ON docs (title) INCLUDE (done);

CREATE INDEX docs_open ON docs (title) WHERE NOT done;

CREATE INDEX docs_lower ON docs (lower(title));

CREATE INDEX docs_body_idx ON docs USING hash (body);
