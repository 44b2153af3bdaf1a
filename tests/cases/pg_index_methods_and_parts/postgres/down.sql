-- Undoes: change

DROP INDEX docs_body_idx;

DROP INDEX docs_lower;

DROP INDEX docs_open;

DROP INDEX docs_title_idx;

DROP INDEX docs_tags_idx;

DROP INDEX docs_title_open;
