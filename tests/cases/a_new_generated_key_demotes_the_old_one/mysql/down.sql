-- Undoes: change

ALTER TABLE countrys DROP KEY countrys_code_key;

ALTER TABLE countrys
    DROP PRIMARY KEY,
    MODIFY COLUMN id bigint NOT NULL,
    MODIFY COLUMN code int NOT NULL AUTO_INCREMENT,
    ADD PRIMARY KEY (code);

-- The values of countrys.id are lost.
ALTER TABLE countrys DROP COLUMN id;
