-- Undoes: change

DROP INDEX authors_words ON authors;

DROP INDEX authors_name_id_idx ON authors;

DROP INDEX authors_bio_idx ON authors;

CREATE INDEX authors_name_id_idx ON authors (name(5), id);

CREATE INDEX authors_data_idx ON authors (data(16));

CREATE INDEX authors_bio_idx ON authors (bio(10));
