ALTER TABLE countrys
    DROP PRIMARY KEY,
    MODIFY COLUMN code int NOT NULL,
    ADD COLUMN id bigint NOT NULL AUTO_INCREMENT,
    ADD PRIMARY KEY (id);

ALTER TABLE countrys MODIFY COLUMN code int NOT NULL;

-- Fails if rows share these values: SELECT code, count(*) FROM countrys WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1;
ALTER TABLE countrys ADD UNIQUE KEY countrys_code_key (code);
