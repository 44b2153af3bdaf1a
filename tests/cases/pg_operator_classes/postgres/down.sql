-- Undoes: change

DROP INDEX pages_lower;

DROP INDEX pages_data_idx;

DROP INDEX pages_path_id_idx;

DROP INDEX pages_name_idx;

CREATE INDEX pages_path_idx ON pages (path text_pattern_ops DESC);

CREATE INDEX pages_name_idx ON pages (name);

CREATE INDEX pages_data_idx ON pages USING gin (data);
