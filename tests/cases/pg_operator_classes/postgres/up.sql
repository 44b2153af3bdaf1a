DROP INDEX pages_data_idx;

DROP INDEX pages_name_idx;

DROP INDEX pages_path_idx;

CREATE INDEX pages_name_idx ON pages (name varchar_pattern_ops NULLS FIRST);

CREATE INDEX pages_path_id_idx ON pages (path COLLATE "C", id);

CREATE INDEX pages_data_idx ON pages USING gin (data jsonb_path_ops);

CREATE INDEX pages_lower ON pages (lower(path) text_pattern_ops);
