DROP INDEX authors_bio_idx ON authors;

DROP INDEX authors_data_idx ON authors;

DROP INDEX authors_name_id_idx ON authors;

CREATE INDEX authors_bio_idx ON authors (bio(20));

CREATE INDEX authors_name_id_idx ON authors (name, id);

CREATE FULLTEXT INDEX authors_words ON authors (bio);
